// The frame of the pages that are made here. It says that they are samples and a test.

/** The frame of a page that is made here. */
export function frame(title, main, head = "", body = "") {
  return `<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="/portal.css">
    ${head}
  </head>
  <body ${body}>
    <header><p><span class="sample">見本</span> これは試験用のページです。実在の役所や手続きとは関係がありません。</p></header>
    <main><h1>${title}</h1>${main}</main>
  </body>
</html>
`;
}
