// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/reportdocument.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

using Tone = ReportCell::Tone;

// Nothing is fetched and nothing runs: the policy says so to the browser as well.
const auto head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
)"_L1;

const auto style = R"(<style>
html { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 2.5rem 2rem 4rem; background: #fff; color: #1d2126;
  font: 15px/1.5 system-ui, "Segoe UI", Cantarell, "Noto Sans", sans-serif; }
h1 { margin: 0 0 .75rem; padding-left: .75rem; border-left: .35rem solid #c2410c; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.2rem; }
.facts { margin: 0; padding: 0; list-style: none; color: #5c6675; }
.figures { display: flex; flex-wrap: wrap; margin: 1.5rem -.75rem 0 0; padding: 0; list-style: none; }
.figures li { min-width: 7.5rem; margin: 0 .75rem .75rem 0; padding: .6rem .9rem; border: 1px solid #d9dee5;
  border-radius: .5rem; }
.figures b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.intro { margin: .25rem 0 .75rem; color: #5c6675; }
.scroll { overflow-x: auto; }
table { min-width: 28rem; max-width: 100%; border-collapse: collapse; font-size: .88rem; }
th, td { min-width: 6.5rem; padding: .4rem .6rem; border-bottom: 1px solid #d9dee5; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { color: #5c6675; font-weight: 600; overflow-wrap: normal; }
tbody tr:nth-child(even) { background: #f5f7f9; }
td:last-child { min-width: 12rem; }
.number { min-width: 3rem; text-align: right; font-variant-numeric: tabular-nums; }
td.number:last-child { min-width: 3rem; }
.code { min-width: 10rem; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .82rem; }
.good { color: #15703c; }
.doubtful { color: #8a5a00; }
.bad { color: #b3261e; }
.faint { color: #5c6675; }
td.good, td.doubtful, td.bad { font-weight: 600; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  h2, .intro { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
}
</style>
)"_L1;

QString escaped(const QString &text)
{
    return reportCellText(text).toHtmlEscaped();
}

QString classOf(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return u"good"_s;
    case Tone::Doubtful:
        return u"doubtful"_s;
    case Tone::Bad:
        return u"bad"_s;
    case Tone::Faint:
        return u"faint"_s;
    case Tone::Plain:
        break;
    }
    return {};
}

QString classAttribute(const QStringList &classes)
{
    QStringList some = classes;
    some.removeAll(QString());
    return some.isEmpty() ? QString() : u" class=\""_s + some.join(u' ') + u'"';
}

QString cellElement(const QString &name, const ReportColumn &column, const ReportCell &cell)
{
    const QString attribute = classAttribute({column.isNumber ? u"number"_s : QString(),
        column.isCode && name == "td"_L1 ? u"code"_s : QString(), classOf(cell.tone)});
    return u'<' + name + attribute + u'>' + escaped(cell.text) + u"</"_s + name + u'>';
}

QString tableElement(const ReportSection &section)
{
    if (section.rows.isEmpty())
        return {};
    QString table = u"<div class=\"scroll\"><table>\n<thead><tr>"_s;
    for (const ReportColumn &column : section.columns)
        table += cellElement(u"th"_s, column, {column.title});
    table += u"</tr></thead>\n<tbody>\n"_s;
    for (const QList<ReportCell> &row : section.rows) {
        table += u"<tr>"_s;
        for (qsizetype i = 0; i < row.size() && i < section.columns.size(); ++i)
            table += cellElement(u"td"_s, section.columns[i], row[i]);
        table += u"</tr>\n"_s;
    }
    return table + u"</tbody></table></div>\n"_s;
}

QString figuresElement(const ReportDocument &document)
{
    if (document.figures.isEmpty())
        return {};
    QString list = u"<ul class=\"figures\">\n"_s;
    for (const ReportFigure &figure : document.figures)
        list += u"<li><b%1>%2</b>%3</li>\n"_s.arg(
            classAttribute({classOf(figure.tone)}), QString::number(figure.number), escaped(figure.name));
    return list + u"</ul>\n"_s;
}

} // namespace

QString reportHtml(const ReportDocument &document)
{
    QString html = head + u"<title>"_s + escaped(document.title) + u"</title>\n"_s + style
        + u"</head>\n<body>\n<h1>"_s + escaped(document.title) + u"</h1>\n<ul class=\"facts\">\n"_s;
    for (const QString &fact : document.facts)
        html += u"<li>"_s + escaped(fact) + u"</li>\n"_s;
    html += u"</ul>\n"_s + figuresElement(document);
    for (const ReportSection &section : document.sections) {
        html += u"<h2>"_s + escaped(section.title) + u"</h2>\n"_s;
        if (!section.intro.isEmpty())
            html += u"<p class=\"intro\">"_s + escaped(section.intro) + u"</p>\n"_s;
        html += tableElement(section);
    }
    return html + u"</body>\n</html>\n"_s;
}

} // namespace emberwatch
