"""Words of the case in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from optimizer.procedure.gates import Gate
from optimizer.report.words.catalogue import Catalogue
from optimizer.text import Text

WORDS: Mapping[str, Text] = {
    "case": Text("case", "案卷"),
    "plan": Text("plan", "方案"),
    "scenario": Text("scenario", "方案设定"),
    "bound": Text("bound on {day}", "{day} 绑定"),
    "head": Text("head of the record", "记录末行哈希值"),
    "lines": Text("{n} lines", "共 {n} 行"),
    "executable": Text("executable", "可实施"),
    "yes": Text("yes", "是"),
    "no": Text("no", "否"),
    "lacking": Text("still lacking: {what}", "尚缺：{what}"),
    "gates": Text("Gates", "程序环节"),
    "gate": Text("gate", "环节"),
    "key": Text("key", "键名"),
    "county": Text("county", "县（区）"),
    "city": Text("(city)", "（全市）"),
    "approver": Text("approved by", "审批机关"),
    "province": Text("the province", "省级人民政府"),
    "founder": Text("who founded the subdistrict", "批准设立街道的机关"),
    "state": Text("state", "状态"),
    "passed": Text("passed", "已通过"),
    "failed": Text("failed", "未通过"),
    "open": Text("open", "未办"),
    "begun": Text("begun", "开始"),
    "day": Text("passed on", "通过日期"),
    "earliest": Text("earliest", "最早可通过"),
    "latest": Text("latest", "最迟"),
    "by": Text("by", "登记人"),
    "evidence": Text("evidence", "证明材料"),
    "number": Text("number", "文号"),
    "law": Text("source", "依据"),
    "remark": Text("remark", "备注"),
    "required": Text("required", "必经"),
    "unknown_days": Text("working days unknown", "工作日安排未知"),
    "shortened": Text("Passed before the normal length", "提前通过的环节"),
    "next": Text("What can be done now", "当前可办事项"),
    "nothing_left": Text("every gate stands", "全部环节均已通过"),
    "lacks_begin": Text(
        "enter when it begins: case begin {gate}", "请登记开始日期：case begin {gate}"
    ),
    "lacks_number": Text("needs the number of the map review (--number)", "须有审图号（--number）"),
    "lacks_risks": Text(
        "points of the register lack a measure or an owner: {n}",
        "缺防范措施或责任人的风险点：{n} 个",
    ),
    "ready": Text("can be passed from {day}", "自 {day} 起可通过"),
    "tasks": Text("Work plan", "任务清单"),
    "task": Text("task", "任务"),
    "what": Text("what", "内容"),
    "office": Text("responsible office", "责任单位"),
    "person": Text("person", "责任人"),
    "nobody": Text("(nobody)", "（未指定）"),
    "start": Text("earliest start", "最早开始"),
    "end": Text("earliest end", "最早完成"),
    "due": Text("due", "期限"),
    "slack": Text("slack, days", "机动时间（日）"),
    "critical": Text("critical", "关键"),
    "done": Text("closed", "已销号"),
    "overdue": Text("overdue", "逾期"),
    "waiting": Text("waiting", "待办"),
    "after": Text("after", "前序"),
    "path": Text("Critical path: {path}", "关键线路：{path}"),
    "target": Text("target {target}, earliest end {end}", "目标 {target}，最早完成 {end}"),
    "no_target": Text(
        "earliest end {end}; no target is set (procedure.toml, target)",
        "最早完成 {end}；未设目标日期（procedure.toml 的 target）",
    ),
    "risks": Text("Risk register", "风险清单"),
    "risk": Text("point", "风险点"),
    "measure": Text("measure", "防范措施"),
    "owner": Text("owner", "责任人"),
    "risk_open": Text("open", "未处置"),
    "risk_in hand": Text("in hand", "处置中"),
    "risk_settled": Text("settled", "已化解"),
    "risk_accepted": Text("accepted", "已接受"),
    "kind": Text("kind", "类别"),
    "kind_far": Text("villages farther away", "距驻地增加的村（居）"),
    "kind_over_cap": Text("over the area cap", "超面积上限"),
    "kind_vacated": Text("vacated seat", "驻地撤销"),
    "kind_service": Text("school, hospital", "学校、医院"),
    "kind_large": Text("large merger", "大规模合并"),
    "kind_ethnic": Text("ethnic township", "民族乡"),
    "kind_name": Text("name", "名称"),
    "kind_seat": Text("new seat", "新驻地"),
    "kind_margin": Text("tight margin", "临近限值"),
    "kind_estimated": Text("estimated data", "估计数据"),
    "kind_entered": Text("entered", "人工登记"),
    "issues": Text("Issues", "问题清单"),
    "issue": Text("issue", "问题"),
    "raised": Text("raised on", "提出日期"),
    "level": Text("passed upward", "上报次数"),
    "answers": Text("steps", "处理情况"),
    "closed": Text("closed on", "办结"),
    "none": Text("none", "无"),
    "report": Text("Progress report", "进展报告"),
    "as_of": Text("as of {day}", "截至 {day}"),
    "progress": Text("Progress by county", "各县（区）进度"),
    "at": Text("now at", "当前环节"),
    "gates_done": Text("gates", "环节"),
    "tasks_done": Text("tasks", "任务"),
    "issues_open": Text("open issues", "未办结问题"),
    "risks_open": Text("points without measure or owner", "缺措施或责任人的风险点"),
    "changes": Text("Changes since {since}", "{since}以来的变动"),
    "the_opening": Text("the case was opened", "建立案卷"),
    "the_report": Text("the report of {day}", "{day}报告"),
    "log": Text("Record", "记录"),
    "line": Text("line", "行"),
    "date": Text("date", "日期"),
    "entered": Text("entered at (UTC)", "登记时间（UTC）"),
    "event": Text("event", "事项"),
    "about": Text("about", "内容"),
    "dossier": Text("Application file (art 13)", "申报材料（条例第十三条）"),
    "document": Text("document", "文件"),
    "there": Text("there", "已有"),
    "missing": Text("missing", "缺"),
    "drawn": Text("drawn by the tool", "由软件绘制"),
    "given_by": Text("by", "提供人/责任人"),
    "file": Text("file", "文件"),
    "index": Text("Index", "目录"),
    "entered_line": Text("line {n}: {event}", "第 {n} 行：{event}"),
    "opened": Text(
        "case opened: {units} units of {counties} counties change, {risks} points in the register",
        "已建立案卷：{counties} 个县（区）的 {units} 个单位有调整，风险点 {risks} 个",
    ),
    "broken": Text("the plan breaks rules and cannot be bound", "方案违反规则，不能绑定"),
    "gantt": Text("Timetable", "进度表（甘特图）"),
    "flow": Text("Flow chart", "程序流程图"),
    "wall": Text("Wall chart", "挂图作战"),
    "map": Text("Progress by county", "各县（区）进度图"),
    "today": Text("today", "今日"),
    "legend_done": Text("passed", "已完成"),
    "legend_now": Text("under way or next", "办理中或可办"),
    "legend_later": Text("later", "未到"),
    "legend_late": Text("overdue", "逾期"),
    "legend_failed": Text("failed", "未通过"),
    "no_changes": Text("no changes", "不涉及调整"),
    "no_points": Text("no coordinates: no map", "无坐标，未绘图"),
    "totals": Text(
        "{gates} of {all} gate steps passed, {done} of {tasks} tasks closed, {overdue} overdue, "
        "{issues} issues open",
        "环节 {gates}/{all}，任务销号 {done}/{tasks}，逾期 {overdue} 项，未办结问题 {issues} 个",
    ),
}

EVENTS: Mapping[str, Text] = {
    "open": Text("case opened", "建立案卷"),
    "amend": Text("plan or scenario bound anew", "变更绑定"),
    "begin": Text("gate begun", "环节开始"),
    "pass": Text("gate passed", "环节通过"),
    "fail": Text("gate failed", "环节未通过"),
    "extend": Text("put off with consent", "经同意延期"),
    "done": Text("task closed", "任务销号"),
    "assign": Text("responsible named", "明确责任"),
    "issue": Text("issue raised", "登记问题"),
    "escalate": Text("issue passed upward", "问题上报"),
    "answer": Text("issue answered", "问题答复"),
    "close": Text("issue closed", "问题办结"),
    "risk": Text("risk point entered", "登记风险点"),
    "measure": Text("risk point: measure, owner or state", "风险点措施、责任人或状态"),
    "attach": Text("document added", "补充文件"),
    "report": Text("report sent", "报送进展"),
}


_ARTICLES = re.compile(r" art ([0-9, -]+)")


def law_text(words: CaseWords, gate: Gate) -> str:
    """Return where a gate comes from, articles in the form of the language."""
    if words.lang != "zh":
        return gate.law
    found = _ARTICLES.sub(lambda m: f"第{m[1].replace(', ', '、').strip()}条", gate.law)
    return found.replace("; ", "\uff1b")


class CaseWords(Catalogue):
    """The words of one language."""

    table = WORDS

    def label(self, key: str) -> str:
        """Return a word and what stands between it and what it names."""
        return self(key) + self.colon

    def event(self, event: str) -> str:
        """Return an event in words."""
        return EVENTS[event].in_lang(self.lang)

    @property
    def semicolon(self) -> str:
        """What stands between longer members of a list."""
        return "\uff1b" if self.lang == "zh" else "; "

    @property
    def colon(self) -> str:
        """What stands between a word and what it names."""
        return "\uff1a" if self.lang == "zh" else ": "

    @property
    def comma(self) -> str:
        """What stands between the members of a list."""
        return "、" if self.lang == "zh" else ", "
