import { type Policy, SECTIONS } from '#policy';
import { PinkyError } from '../../errors.ts';
import { plain, table } from '../../report/index.ts';
import { isSection } from '../harness/index.ts';

const BEGIN = '<!-- policies:begin -->';
const END = '<!-- policies:end -->';

/** Every policy by section, each linked to its part of the section's page. */
function index(policies: readonly Policy[], folder: string): string {
  return Object.keys(SECTIONS)
    .filter(isSection)
    .flatMap((section) => {
      const own = policies.filter((policy) => policy.section === section);
      if (own.length === 0) return [];
      const page = `${folder}/${section}/README.md`;
      const rows = own.map(({ id, severity, title }) => [`[${id}](${page}#${id})`, severity, plain(title)]);
      return [`### [${SECTIONS[section]}](${page})`, table(['policy', 'severity', 'promise'], rows)];
    })
    .join('\n\n');
}

/**
 * A README with its index of policies brought up to date.
 * @param folder the folder of policies, relative to the README
 * @throws PinkyError E_GEN when the text lacks the two markers between which the index stands
 */
export function readmeText(text: string, policies: readonly Policy[], folder: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new PinkyError('E_GEN', 'README.md has no place for the index of policies', {
      hint: `write ${BEGIN} and ${END} on lines of their own where it shall stand`,
    });
  }
  return `${text.slice(0, begin + BEGIN.length)}\n\n${index(policies, folder)}\n\n${text.slice(end)}`;
}
