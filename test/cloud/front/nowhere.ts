/** Google's page for a path that leads nowhere, in the shape and words of its front. */
export const notFoundPage = (path: string): string => `<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <meta name=viewport content="initial-scale=1, minimum-scale=1, width=device-width">
  <title>Error 404 (Not Found)!!1</title>
  <p><b>404.</b> <ins>That’s an error.</ins>
  <p>The requested URL <code>${escaped(path)}</code> was not found on this server.  <ins>That’s all we know.</ins>
`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.codePointAt(0)};`);
