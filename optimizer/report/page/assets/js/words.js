// Words of the page in both languages, and figures as people read them.
page.words = (() => {
  const WORDS = {
    skip: ["Skip to the table of units", "跳到乡级行政区表"],
    maps: ["Maps", "地图"],
    units: ["Units", "乡级行政区"],
    unitCount: ["{n} units", "{n} 个乡级行政区"],
    whynot: ["Why not merge?", "为何不合并"],
    compare: ["Comparison", "方案比选"],
    frontier: ["Frontier", "取舍前沿"],
    prices: ["Price of rules", "规则的代价"],
    proof: ["Proof", "证明"],
    rules: ["Rules", "规则"],
    data: ["Data", "数据"],
    case: ["Procedure", "程序"],
    before: ["Before", "调整前"],
    quo: ["status quo", "现状"],
    after: ["After", "调整后"],
    rival: ["Beside it", "对照"],
    other: ["Show here", "此图显示"],
    onMap: ["On the third map", "第三幅图"],
    layer: ["Colours", "着色"],
    byUnit: ["Units", "单位"],
    byKind: ["Kinds", "类别"],
    byChange: ["What changes", "调整情况"],
    byDistance: ["Mean km to the seat", "到驻地平均距离"],
    byBackbone: ["Backbone", "骨架"],
    byProof: ["Proof by county", "各县证明"],
    kept: ["unchanged", "保留"],
    changes: ["changes", "有调整"],
    grown: ["takes others in", "并入后扩大"],
    dissolvedHere: ["dissolved in a plan", "被撤并"],
    search: ["Search a village, unit or county", "搜索村（居）、乡镇街道、县（区）"],
    nothing: ["nothing found", "未找到"],
    more: ["{n} more", "另有 {n} 条"],
    reset: ["Whole map", "全图"],
    zoomIn: ["Zoom in", "放大"],
    zoomOut: ["Zoom out", "缩小"],
    mapHelp: [
      "Drag to move, wheel or + and - to zoom, arrow keys to move, 0 for the whole. Enter selects the unit in the middle.",
      "拖动平移，滚轮或 +、- 缩放，方向键平移，0 恢复全图，回车选中图中央的单位。",
    ],
    inspect: ["Under the pointer", "所指位置"],
    hint: [
      "Point at the map. Click a unit to see what keeps it from merging with each of its neighbours.",
      "将指针移到图上查看；点击一个单位，可查看它与各相邻单位为何不合并。",
    ],
    village: ["village", "村（居）"],
    oldUnit: ["unit before", "原隶属"],
    newUnit: ["unit after", "调整后隶属"],
    kmBefore: ["km to the seat before", "调整前到驻地（公里）"],
    kmAfter: ["km to the seat after", "调整后到驻地（公里）"],
    people: ["people", "人口"],
    km2: ["km²", "面积（平方公里）"],
    seat: ["seat", "驻地"],
    county: ["county", "县（区）"],
    code: ["code", "代码"],
    name: ["name", "名称"],
    kind: ["kind", "类别"],
    villages: ["villages", "村（居）数"],
    operation: ["operation", "方式"],
    from: ["formed from", "组成"],
    worst: ["farthest km", "最远（公里）"],
    mean: ["mean km", "平均（公里）"],
    allCounties: ["all counties", "全部县（区）"],
    onlyChanged: ["only units that change", "只看有调整的"],
    filter: ["Filter", "筛选"],
    whichPlan: ["Plan", "方案"],
    download: ["Download CSV", "下载 CSV"],
    rowsShown: ["{n} of {all} units", "{n} / {all} 个"],
    selected: ["Selected unit", "所选单位"],
    neighbour: ["Neighbour", "相邻单位"],
    pickA: ["Unit", "单位"],
    pickB: ["and its neighbour", "与相邻单位"],
    choose: ["choose", "请选择"],
    clear: ["Clear selection", "取消选择"],
    forbidden: ["A rule forbids it", "规则不允许"],
    "no plan": ["No plan has it", "无可行方案"],
    costs: ["It costs", "有代价"],
    free: ["It costs nothing", "无代价"],
    open: ["Not settled", "未判定"],
    forbiddenLong: [
      "No unit may hold both, whichever seat it keeps.",
      "无论保留哪个驻地，二者都不能并为一个单位。",
    ],
    "no planLong": [
      "No single rule forbids the unit, but no plan that keeps all rules has it. Together these leave none: {rules}.",
      "单独看没有规则禁止，但没有任何方案能同时满足全部规则。合起来不留余地的规则：{rules}。",
    ],
    costsLong: [
      "The best plan with both in one unit, beside the best of all:",
      "将二者并为一个单位的最优方案，与总体最优方案相比：",
    ],
    freeLong: [
      "There is a plan with both in one unit that is as good in every objective.",
      "存在将二者并为一个单位、且各项目标都同样好的方案。",
    ],
    openLong: [
      "Neither forbidden nor priced within the time of the analysis. Nothing is claimed.",
      "在分析时限内未能判定，不作结论。",
    ],
    aloneNo: [
      "In that plan the unit holds other townships too.",
      "该方案中，这个单位还包含其他乡镇街道。",
    ],
    reasonsAlone: [
      "For the two alone, with each possible seat:",
      "仅就二者本身，按可能保留的驻地：",
    ],
    seatOf: ["seat of {name}", "驻 {name}"],
    anySeat: ["any seat", "任何驻地"],
    seatFree: ["no rule on single units forbids it", "单个单位的规则均不禁止"],
    dataKey: ["data", "数据"],
    objective: ["objective", "目标"],
    best: ["best", "最优"],
    withPair: ["with both in one", "合并后"],
    difference: ["difference", "差额"],
    same: ["same", "相同"],
    showPlan: ["Show this plan on the third map", "在第三幅图上显示该方案"],
    exactPairs: [
      "{exact} of {all} adjacent pairs are answered exactly.",
      "{all} 对相邻单位中，{exact} 对有确切答案。",
    ],
    noAnalysis: [
      "There is no analysis: the report was made with --analysis-time 0.",
      "无分析结果：报告以 --analysis-time 0 生成。",
    ],
    noMap: ["Too little is known of positions for a map.", "位置资料不足，无法绘图。"],
    measure: ["measure", "指标"],
    gap: ["proven gap", "已证明差距"],
    none: ["none", "无"],
    point: ["Point", "点"],
    frontierLead: [
      "Every combination of {a} and {b} that no plan under these rules beats. Choose a point and the third map shows its plan.",
      "在现行规则下，{a}与{b}不被任何方案超越的全部组合。选择一点，第三幅图即显示其方案。",
    ],
    frontierProved: ["Proved: these are all.", "已证明：全部在此。"],
    frontierOpen: ["Not proved: there may be others.", "未证明：可能还有其他。"],
    pricesLead: [
      "The scenario solved again with one number one step looser and one step tighter, everything else as it is. Values that differ from the best are marked.",
      "每次只把一个数值放宽或收紧一步，其余不变，重新求解。与最优不同的取值加粗。",
    ],
    number: ["number", "数值"],
    asIs: ["as it is", "现值"],
    looser: ["one step looser", "放宽一步"],
    tighter: ["one step tighter", "收紧一步"],
    noChange: ["no change", "无变化"],
    infeasible: ["no plan", "无可行方案"],
    notSolved: ["not solved", "未求解"],
    notProved: ["not proved", "未证明"],
    proved: ["proved", "已证明"],
    openWord: ["open", "未证明"],
    value: ["value", "取值"],
    stageBest: ["before later objectives", "后续目标让出前"],
    bound: ["bound", "理论最优界"],
    rests: ["rests on", "依据"],
    countyProofs: ["County by county", "各县（区）"],
    countyLead: [
      "With the number of units that the plan has in a county, no plan of the county is better in the objectives in their order: proved. Otherwise the bound says how far the best can be.",
      "在方案给定的该县（区）乡级行政区数下，按目标次序没有更优的县内方案：已证明；否则以界表示最优值的范围。",
    ],
    fewest: ["fewest possible", "最少可能"],
    unitsNow: ["units", "单位数"],
    backboneTitle: ["Backbone of near-optimal plans", "近优方案的骨架"],
    backboneLead: [
      "Near-optimal: {units} units and travel within {within} of the best at that number.",
      "近优：{units} 个乡级行政区，且总里程不超过该数量下最优值的 {within}。",
    ],
    backboneVillages: [
      "Township → unit: how many of its villages go there, of all it has; where two numbers stand, the first goes there in every plan.",
      "乡镇 → 单位：并入该单位的村（居）数/该乡镇村（居）总数；有两个数时，前者在各近优方案中都并入。",
    ],
    inEvery: ["merged so in every near-optimal plan", "所有近优方案中都合并"],
    inSome: ["merged in some near-optimal plans", "部分近优方案中合并"],
    inNone: ["alone in every near-optimal plan", "所有近优方案中都不合并"],
    unknownStanding: ["not settled", "未判定"],
    clause: ["clause", "条款"],
    rule: ["rule", "规则"],
    state: ["state", "状态"],
    parameters: ["parameters and notes", "参数与说明"],
    status: ["in {plan}", "{plan}"],
    estimated: ["What is estimated", "估算内容"],
    notEstimated: ["Nothing of the data is said to be estimated.", "数据未标注估算内容。"],
    distances: ["Distances", "距离"],
    dataDay: ["Figures are of", "数据日期"],
    inferred: ["borders are inferred, not the real ones", "界线为推算，非实际界线"],
    scenario: ["Scenario", "方案设定"],
    madeBy: ["Made with township-merge {version}.", "由 township-merge {version} 生成。"],
    hash: ["Hash of scenario and tables", "设定与数据表哈希"],
    caseHead: ["Head of the record", "案卷记录哈希"],
    gates: ["Gates", "环节"],
    openGates: ["open", "未通过"],
    executable: ["may be carried out", "可以实施"],
    notExecutable: ["may not be carried out yet", "尚不得实施"],
    draft: ["Draft", "草案"],
    outcome: ["Outcome", "结论"],
    OPTIMAL: ["OPTIMAL: every objective proved", "最优：各项目标均已证明"],
    FEASIBLE: ["FEASIBLE: not proved optimal", "可行：未证明最优"],
    notRecorded: [
      "No proof is recorded for this plan under these rules.",
      "该方案没有在现行规则下的证明记录。",
    ],
    keyUnits: ["units", "乡级行政区"],
    keyShare: ["towns and subdistricts", "镇、街道占比"],
    keyMean: ["mean km to the seat", "到驻地平均（公里）"],
    keyMoved: ["people whose unit changes", "变动人口"],
    keyFarther: ["people farther from the seat", "距驻地增加的人口"],
    language: ["中文", "English"],
    print: ["Print", "打印"],
    scale: ["{n} km", "{n} 公里"],
    selectedNote: [
      "Neighbours of {name} are coloured by what keeps them apart. Click one.",
      "已按未合并的原因给 {name} 的相邻单位着色，点击其一查看。",
    ],
    forced: ["merger of {a} and {b}", "{a}、{b}合并"],
    atPoint: ["frontier point {n}", "前沿第 {n} 点"],
    atPrice: ["{key} = {value}", "{key} = {value}"],
    distance: ["distance to {plan}", "与{plan}之差"],
    villagesMoved: ["{n} villages, {people} people are in another unit than in {plan}", "与{plan}相比，{n} 个村（居）、{people} 人隶属不同"],
    cutShort: [
      "The time of the analysis was over before all was settled.",
      "分析时限已到，部分问题未判定。",
    ],
    sortBy: ["sort by {name}", "按{name}排序"],
    notKnown: ["not known", "不详"],
    tolerance: ["later objectives may give away up to {n} %", "后续目标可让出至多 {n}%"],
    legendSeat: ["seat", "驻地"],
    legendCounty: ["county border", "县（区）界"],
    legendMoved: ["village that changes unit", "改变隶属的村（居）"],
  };
  let lang = "zh";
  const pick = (both) => (both == null ? "" : both[lang] ?? both.zh ?? both.en ?? "");
  const t = (key, values = {}) => {
    const both = WORDS[key];
    if (!both) throw new Error(`no word: ${key}`);
    return both[lang === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  };
  const count = (n) => n.toLocaleString("en-US");
  const fixed = (n, digits) =>
    n.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const km = (metres) => (metres < 0 ? t("notKnown") : fixed(metres / 1000, 3));
  const km2 = (hectares) => fixed(hectares / 100, 2);
  const percent = (part, whole) => (whole ? `${fixed((100 * part) / whole, 2)}%` : "-");
  // A fraction is written "43/61" in records.
  const numeric = (value) => {
    if (typeof value !== "string") return value;
    const [part, whole] = value.split("/").map(Number);
    return part / whole;
  };
  const objective = (spec, value) => {
    if (value == null) return "-";
    if (spec.ratio) {
      const [part, whole] = String(value).includes("/") ? value.split("/").map(Number) : [value, 1];
      return percent(part, whole);
    }
    if (spec.unit === "person-metres") return fixed(value / 1000, 3);
    if (spec.unit === "metres") return km(value);
    return count(value);
  };
  const unitOf = (spec) => {
    const zh = { "person-metres": "人·公里", metres: "公里", persons: "人", units: "个", villages: "个" };
    const en = { "person-metres": "person-km", metres: "km" };
    if (spec.ratio) return "";
    return lang === "zh" ? zh[spec.unit] ?? "" : en[spec.unit] ?? spec.unit;
  };
  // A difference of two values, with its sign; shares in percentage points.
  const gap = (spec, amount) => {
    const sign = amount > 0 ? "+" : "−";
    const size = Math.abs(amount);
    if (spec.ratio) return `${sign}${fixed(100 * size, 2)} ${lang === "zh" ? "个百分点" : "points"}`;
    return `${sign}${objective(spec, size)}`;
  };
  const bracketed = (text, inner) => (inner ? (lang === "zh" ? `${text}（${inner}）` : `${text} (${inner})`) : text);
  return {
    t, pick, gap, bracketed, count, fixed, km, km2, percent, numeric, objective, unitOf,
    get lang() { return lang; },
    set lang(value) { lang = value; },
    join: (names) => names.join(lang === "zh" ? "、" : ", "),
  };
})();
