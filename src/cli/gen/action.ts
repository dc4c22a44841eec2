import type { Command, Option } from 'commander';

/** Switches of every command that change nothing in what an action does. */
const LEFT_OUT = new Set(['--help', '--color', '--no-color', '--quiet', '--verbose']);

/** One input of the action, which is one flag of `scan`. */
interface Input {
  readonly name: string;
  readonly is: string;
  readonly takes: 'nothing' | 'value' | 'values';
}

const inputOf = ({ long, description, required }: Option): Input => ({
  name: (long as string).slice(2),
  is: description.replace(/ \(repeatable\)$/, ''),
  takes: !required ? 'nothing' : description.endsWith('(repeatable)') ? 'values' : 'value',
});

const variable = (name: string): string => `PINKY_${name.toUpperCase().replaceAll('-', '_')}`;

/** Text as YAML takes it on one line. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const more: Readonly<Record<Input['takes'], string>> = {
  nothing: " ('true' to set it)",
  value: '',
  values: ' (one a line)',
};

/**
 * `action.yml`: a GitHub action whose inputs are the flags of `scan`, one to one. Values reach the shell by environment
 * only, as GitHub's security guide asks (docs.github.com, script injections); the findings are sent to code scanning
 * before the job fails.
 * @param version of this program that the action runs
 */
export function actionText(scan: Command, version: string): string {
  const inputs = scan.options.filter(({ long }) => long && !LEFT_OUT.has(long)).map(inputOf);
  const declared = inputs.map(
    ({ name, is, takes }) =>
      `  ${name}:\n    description: ${quoted(is + more[takes])}\n    required: false\n`,
  );
  const passed = inputs.map(({ name }) => `        ${variable(name)}: \${{ inputs.${name} }}\n`);
  const added = inputs.map(({ name, takes }) =>
    takes === 'nothing'
      ? `        switch --${name} "$${variable(name)}"\n`
      : `        value --${name} "$${variable(name)}"\n`,
  );
  return `# Written by \`npm run gen\` from the options of \`pinky-audit scan\`.
name: pinky-audit
description: Proves that a Google Cloud deployment keeps the promises of its production strategy
branding:
  icon: check-circle
  color: purple
inputs:
  sources:
    description: 'snapshots, plans and images, told apart by their content (one a line)'
    required: false
${declared.join('')}outputs:
  exit-code:
    description: '0 nothing at or above fail-on, 1 a finding, 2 the run was not done as asked'
    value: \${{ steps.audit.outputs.exit-code }}
  findings:
    description: 'how many judgements fail, whatever fail-on says'
    value: \${{ steps.audit.outputs.findings }}
  sarif-file:
    description: 'the file that output names as sarif=FILE, where it was written'
    value: \${{ steps.audit.outputs.sarif-file }}
runs:
  using: composite
  steps:
    - id: audit
      shell: bash
      env:
        PINKY_SOURCES: \${{ inputs.sources }}
${passed.join('')}      run: |
        words=()
        switch() { case "$2" in true) words+=("$1") ;; '' | false) ;; *) echo "::error::\${1#--} is true or false"; exit 2 ;; esac; }
        value() { while IFS= read -r one; do if [ -n "$one" ]; then words+=("$1=$one"); fi; done <<< "$2"; }
${added.join('')}        report="$RUNNER_TEMP/pinky-audit.json"
        words+=("--output=json=$report" --)
        while IFS= read -r one; do if [ -n "$one" ]; then words+=("$one"); fi; done <<< "$PINKY_SOURCES"
        code=0
        npx --yes pinky-audit@${version} scan "\${words[@]}" || code=$?
        echo "exit-code=$code" >> "$GITHUB_OUTPUT"
        count='console.log(JSON.parse(require("fs").readFileSync(process.argv[1])).summary.verdicts.fail)'
        if [ -f "$report" ]; then echo "findings=$(node -e "$count" "$report")" >> "$GITHUB_OUTPUT"; fi
        while IFS= read -r one; do
          case "$one" in sarif=*) if [ -f "\${one#sarif=}" ]; then echo "sarif-file=\${one#sarif=}" >> "$GITHUB_OUTPUT"; fi ;; esac
        done <<< "$PINKY_OUTPUT"
    # Before the job fails, so that a closed gate does not cost the findings.
    - if: \${{ steps.audit.outputs.sarif-file != '' }}
      uses: github/codeql-action/upload-sarif@v4
      with:
        sarif_file: \${{ steps.audit.outputs.sarif-file }}
    - shell: bash
      env:
        PINKY_EXIT_CODE: \${{ steps.audit.outputs.exit-code }}
      run: exit "\${PINKY_EXIT_CODE:-2}"
`;
}
