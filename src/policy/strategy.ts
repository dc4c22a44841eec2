/** The strategy's sections, in its order; each is a folder of policies. */
export const SECTIONS = {
  'deployment-architecture': 'Deployment architecture',
  environments: 'Environments',
  'ci-cd': 'CI/CD pipeline',
  security: 'Security',
  monitoring: 'Monitoring and observability',
  scaling: 'Scaling',
  'disaster-recovery': 'Disaster recovery',
  performance: 'Performance',
  implementation: 'Implementation',
  checklist: 'Production checklist',
} as const;
export type Section = keyof typeof SECTIONS;

/** One sentence of the production strategy. `heading` is the subsection it stands under. */
export interface Clause {
  readonly section: Section;
  readonly heading: string;
  readonly text: string;
}

/**
 * Every sentence of the production strategy that a policy may prove: `## section`, `# heading`, then line number and
 * text. The sentences live here once; policies cite the line.
 */
const SENTENCES = `
## deployment-architecture
# Infrastructure Components
30 Compute: Google Cloud Run (Serverless containers)
31 Database: Cloud SQL PostgreSQL (Regional with HA)
32 Storage: Cloud Storage for static assets
33 CDN: Cloud CDN for global content delivery
34 Load Balancing: Application Load Balancer
35 Monitoring: Cloud Monitoring + Alerting
36 Security: IAM, Secret Manager, Cloud Armor
## environments
# Development Environment
41 Purpose: Feature development and initial testing
42 Infrastructure: Local Docker containers or Cloud Run (minimal resources)
43 Database: Shared development Cloud SQL instance
44 Domain: dev.pinky-promise.example.com
# Staging Environment
47 Purpose: Pre-production testing and QA
48 Infrastructure: Cloud Run (production-like config)
49 Database: Dedicated Cloud SQL instance
50 Domain: staging.pinky-promise.example.com
51 Features: Production data snapshots, performance testing
# Production Environment
54 Purpose: Live user traffic
55 Infrastructure: Cloud Run (high availability)
56 Database: Regional Cloud SQL with read replicas
57 Domain: pinky-promise.example.com
58 Features: Full monitoring, backups, security hardening
## ci-cd
# Pipeline Stages
66 Code Push → Security Audit
67 Security Audit → Tests
68 Tests → Build Images
69 Build Images → Deploy to Staging
70 Deploy to Staging → Integration Tests
71 Integration Tests → Deploy to Production
72 Deploy to Production → Health Checks
73 Health Checks → Traffic Migration
# Continuous Integration
78 Triggered on: Every pull request and main branch push
80 Steps
81 Security Scanning: NPM audit, container vulnerability scanning
82 Code Quality: ESLint, Prettier, type checking
83 Testing: Unit tests, integration tests, coverage reports
84 Build: Docker image creation with multi-stage builds
85 Push: Images to Google Container Registry
# Continuous Deployment
89 Blue-Green Deployment Strategy
90 Deploy new version alongside current version
91 Gradually shift traffic (0% → 25% → 50% → 100%)
92 Automatic rollback on health check failures
93 Zero-downtime deployments
95 Canary Releases
96 Route 5% of traffic to new version initially
97 Monitor key metrics for 30 minutes
98 Proceed with full deployment if metrics are healthy
## security
# Infrastructure Security
104 IAM: Principle of least privilege
105 VPC: Private networking with Cloud NAT
106 Firewall: Restrictive ingress/egress rules
107 SSL/TLS: Managed certificates with automatic renewal
108 DDoS Protection: Cloud Armor with rate limiting
# Application Security
112 Secrets Management: Google Secret Manager
113 Authentication: JWT with secure key rotation
114 Input Validation: Comprehensive request sanitization
115 CORS: Restrictive cross-origin policies
116 Security Headers: HSTS, CSP, X-Frame-Options
# Database Security
120 Private IP: No public database access
121 Encryption: At rest and in transit
122 Access Control: Database-specific users with limited permissions
123 Audit Logging: All database operations logged
# Container Security
127 Base Images: Minimal, distroless images
128 Vulnerability Scanning: Automated with Container Analysis
129 Non-root Users: Containers run as non-privileged users
130 Resource Limits: CPU and memory constraints
## monitoring
# Application Metrics
136 Request Rate: Requests per second
137 Response Time: 95th percentile latency
138 Error Rate: 4xx and 5xx error percentages
139 Throughput: Successful requests per minute
# Infrastructure Metrics
143 CPU Utilization: Container and database CPU usage
144 Memory Usage: Container memory consumption
145 Database Performance: Connection count, query performance
146 Network: Ingress/egress traffic patterns
# Business Metrics
150 User Registrations: New user sign-ups
151 Active Users: Daily/monthly active users
152 Feature Usage: Core feature adoption rates
153 Conversion Rates: Key business objectives
# Alerting Strategy
157 Critical Alerts: Immediate notification (SMS/Phone)
158 Application completely down
159 Database connection failures
160 Security incidents
162 Warning Alerts: Email notifications
163 High error rates (>1%)
164 Increased latency (>2s)
165 Resource utilization (>80%)
167 Info Alerts: Dashboard notifications
168 Deployment completions
169 Scaling events
170 Backup completions
## scaling
# Horizontal Scaling
176 Cloud Run Auto-scaling
177 Min Instances: 2 (for availability)
178 Max Instances: 100 (cost protection)
179 Concurrency: 100 requests per instance
180 Scale Triggers: CPU >70%, Memory >80%
# Database Scaling
184 Vertical Scaling
185 Production: db-custom-4-8192 (4 vCPU, 8GB RAM)
186 Scaling Triggers: CPU >60%, Memory >70%
188 Read Replicas
189 Count: 2 read replicas in different zones
190 Usage: Analytics queries, reporting
# CDN and Caching
194 Cloud CDN: Global edge caching
195 Cache Strategy: Static assets (1 year), API responses (5 minutes)
196 Cache Invalidation: Automated on deployments
## disaster-recovery
# Backup Strategy
202 Database Backups
203 Frequency: Automated daily backups at 2 AM UTC
204 Retention: 30 days for daily, 12 months for monthly
205 Point-in-time Recovery: 7-day window
206 Cross-region Replication: Backup to different region
208 Application Backups
209 Container Images: Immutable, versioned in registry
210 Configuration: Infrastructure as Code in Git
211 Secrets: Versioned in Secret Manager
# Recovery Procedures
215 RTO (Recovery Time Objective): 4 hours
216 RPO (Recovery Point Objective): 1 hour
218 Incident Response
219 Detection: Automated monitoring alerts
220 Assessment: Incident severity classification
221 Response: Automated failover or manual intervention
222 Communication: Status page updates
223 Recovery: Service restoration and validation
224 Post-mortem: Root cause analysis and improvements
## performance
# Application Performance
230 Code Optimization: Regular performance profiling
231 Database Queries: Index optimization, query analysis
232 Caching: Application-level caching with Redis
233 Compression: Gzip compression for API responses
# Frontend Performance
237 Bundle Optimization: Code splitting, lazy loading
238 Image Optimization: WebP format, responsive images
239 PWA Features: Service workers, offline capabilities
240 Critical CSS: Above-the-fold content optimization
# Infrastructure Performance
244 Global Distribution: Multi-region deployment
245 Edge Caching: CDN with smart routing
246 Database Optimization: Connection pooling, query optimization
247 Resource Right-sizing: Regular capacity planning
## implementation
# Infrastructure Setup
253 Run production setup script
259 Configure monitoring
265 Set up custom domain and SSL certificates
266 Configure CDN and load balancer
# CI/CD Pipeline
270 Set up Cloud Build triggers
278 Configure branch protection rules
279 Set up automated testing pipeline
280 Implement deployment approval process
# Security Hardening
284 Enable Cloud Armor WAF
285 Configure VPC and private networking
286 Implement comprehensive logging
287 Set up security scanning automation
288 Conduct security audit
# Monitoring & Alerting
292 Configure all monitoring dashboards
293 Set up alerting rules and notification channels
294 Implement SLO monitoring
295 Create runbooks for common incidents
296 Test disaster recovery procedures
# Performance Optimization
300 Implement performance monitoring
301 Optimize database queries and indexes
302 Set up automated performance testing
303 Regular capacity planning reviews
## checklist
# Pre-Deployment
308 All tests passing (unit, integration, e2e)
309 Security scans completed
310 Performance benchmarks met
311 Database migrations tested
312 Rollback plan prepared
313 Monitoring dashboards configured
314 Alert channels tested
# Post-Deployment
317 Health checks passing
318 Key metrics within expected ranges
319 User acceptance testing completed
320 Performance monitoring active
321 Backup verification completed
322 Documentation updated
`;

function parse(): ReadonlyMap<string, Clause> {
  const clauses = new Map<string, Clause>();
  let section: Section = 'checklist';
  let heading = '';
  for (const line of SENTENCES.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3) as Section;
    else if (line.startsWith('# ')) heading = line.slice(2);
    else if (line !== '') {
      const gap = line.indexOf(' ');
      clauses.set(`L${line.slice(0, gap)}`, { section, heading, text: line.slice(gap + 1) });
    }
  }
  return clauses;
}

let clauses: ReadonlyMap<string, Clause> | undefined;

/** Every sentence of the strategy by its line (`L204`), in its order. */
export const strategyClauses = (): ReadonlyMap<string, Clause> => (clauses ??= parse());

/** The sentence at a line of the strategy (`L204`); undefined where that line promises nothing. */
export const clauseAt = (line: string): Clause | undefined => strategyClauses().get(line);
