// The page is built once in the language of the set, and again when the other one is asked for.
page.main = (() => {
  const build = () => {
    document.documentElement.lang = page.words.lang === "zh" ? "zh-CN" : "en";
    page.maps.build();
    page.maps.legend();
    page.inspector.show();
    page.search.build();
    page.sections.build();
  };
  // What lies below the maps is put together after they are painted.
  const rest = () => {
    page.table.build();
    page.whynot.build();
    page.plots.build();
    performance.mark("ready");
    document.documentElement.dataset.ready = "yes";
  };
  const setLang = (lang) => {
    page.words.lang = lang;
    build();
    rest();
  };
  page.words.lang = page.store.core.lang;
  build();
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(rest, 0)));
  return { setLang };
})();
