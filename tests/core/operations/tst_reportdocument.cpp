// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/reportdocument.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

const QString bidi = u"\u202Egpj.exe"_s;

QStringList hostileTexts()
{
    return {u"<script>alert(1)</script>"_s, u"<img src=x onerror=alert(1)>"_s, u"</td></table><h1>"_s,
        u"\" onmouseover=\"alert(1)"_s, u"' or 1=1 --"_s, u"&lt;b&gt;"_s, u"a | b | c"_s,
        u"[x](javascript:1)"_s, u"![x](http://e/x.png)"_s, u"`code` *b* _i_ # h"_s,
        u"line one\nline two\r\n| --- |"_s, u"\x1b[31mred\x1b[0m\a"_s, bidi, QString(QChar::Null) + u"nul"_s,
        u"=HYPERLINK(\"http://e\")"_s, QString(1'000'000, u'x'), u"\U0001F525"_s.repeated(400)};
}

/// A document with the text everywhere.
ReportDocument documentOf(const QString &text)
{
    ReportDocument document;
    document.title = text;
    document.facts = {text};
    document.figures = {{3, text, ReportCell::Tone::Good}};
    ReportSection section{text, text, {{text}, {text, true}, {text, false, true}}, {}};
    section.rows.append({{text}, {text, ReportCell::Tone::Bad}, {text}});
    document.sections = {section, {u"Nothing"_s, u"Nobody."_s, {{u"A"_s}}, {}}};
    return document;
}

/// Control and bidirectional characters, but for the line breaks that are ours.
bool hasInvisible(const QString &text)
{
    static const QRegularExpression invisible(
        u"[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]"_s);
    return text.contains(invisible);
}

} // namespace

class TestReportDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileTexts_data();
    void hostileTexts();
    void shortensWithoutCuttingACharacter();
    void htmlNeedsNothingElse();
    void tablesKeepTheirShape();
};

void TestReportDocument::hostileTexts_data()
{
    QTest::addColumn<QString>("text");
    int number = 0;
    for (const QString &text : ::hostileTexts())
        QTest::addRow("%d", ++number) << text;
}

void TestReportDocument::hostileTexts()
{
    QFETCH(const QString, text);
    const ReportDocument document = documentOf(text);

    const QString html = reportHtml(document);
    QVERIFY(!hasInvisible(html));
    QVERIFY2(!html.contains(u"<script"_s) && !html.contains(u"<img"_s), qPrintable(html.left(3000)));
    QVERIFY(html.size() < 40'000);
    // Each row has its three cells and nothing but them: nothing broke out.
    QCOMPARE(html.count(u"<td"_s), 3);
    QCOMPARE(html.count(u"<tr>"_s), 2);
    QCOMPARE(html.count(u"<h1>"_s), 1);
    // No element has an attribute that we did not write.
    static const QRegularExpression tag(u"<(?!!|meta|html|style)[a-z0-9]+( [^>]*)?>"_s);
    auto tags = tag.globalMatch(html.sliced(html.indexOf(u"<body>"_s)));
    while (tags.hasNext()) {
        const QString attributes = tags.next().captured(1);
        static const QRegularExpression ours(u"^( class=\"[a-z ]+\")?$"_s);
        QVERIFY2(attributes.contains(ours), qPrintable(attributes));
    }

    const QString markdown = reportMarkdown(document);
    QVERIFY(!hasInvisible(markdown));
    QVERIFY2(
        !markdown.contains(u"<script"_s) && !markdown.contains(u"<img"_s), qPrintable(markdown.left(2000)));
    static const QRegularExpression bar(u"(?<!\\\\)\\|"_s);
    for (const QString &line : markdown.split(u'\n')) {
        if (line.startsWith(u"| "_s))
            QCOMPARE(line.count(bar), 4);
    }
    QVERIFY(markdown.size() < 40'000);

    const QString plain = reportText(document);
    QVERIFY(!hasInvisible(plain));
    QVERIFY(plain.size() < 40'000);
}

void TestReportDocument::shortensWithoutCuttingACharacter()
{
    QCOMPARE(reportCellText(QString(512, u'a')), QString(512, u'a'));
    QCOMPARE(reportCellText(QString(513, u'a')), QString(512, u'a') + u'…');
    const QString flames = u"a"_s + u"\U0001F525"_s.repeated(300);
    const QString cut = reportCellText(flames);
    QVERIFY(cut.endsWith(u"\U0001F525…"_s));
    QVERIFY(cut.isValidUtf16());
}

void TestReportDocument::htmlNeedsNothingElse()
{
    const QString html = reportHtml(documentOf(u"x"_s));
    for (const QString &word : {u"http:"_s, u"https:"_s, u"url("_s, u"src="_s, u"href="_s, u"@import"_s})
        QVERIFY2(!html.contains(word), qPrintable(word));
    QVERIFY(html.contains(u"default-src 'none'"_s));
    QVERIFY(html.contains(u"@media print"_s));
    QVERIFY(html.startsWith(u"<!DOCTYPE html>"_s) && html.endsWith(u"</html>\n"_s));
}

void TestReportDocument::tablesKeepTheirShape()
{
    ReportDocument document{u"Title"_s, {u"One fact."_s}, {{2, u"done"_s}, {0, u"failed"_s}}, {}};
    document.sections = {{u"Done"_s, u"What was done."_s, {{u"Action"_s}, {u"Count"_s, true}, {u"Why"_s}},
        {{{u"settle-failed"_s}, {u"12"_s}, {u"because"_s}}, {{u"delete"_s}, {u"3"_s}, {u"tidy"_s}}}}};
    QCOMPARE(reportText(document),
        u"Title\n=====\n\nOne fact.\n\n2 done, 0 failed\n\nDone\n----\nWhat was done.\n"
        "  ACTION         COUNT  WHY\n  settle-failed     12  because\n  delete             3  tidy\n"_s);
    QCOMPARE(reportMarkdown(document),
        u"# Title\n\n- One fact.\n\n**2 done, 0 failed**\n\n## Done\n\nWhat was done.\n\n"
        "| Action | Count | Why |\n| --- | ---: | --- |\n| settle-failed | 12 | because |\n"
        "| delete | 3 | tidy |\n"_s);
    const QString html = reportHtml(document);
    QVERIFY2(html.contains(u"<td class=\"number\">12</td>"_s), qPrintable(html));
}

QTEST_GUILESS_MAIN(TestReportDocument)
#include "tst_reportdocument.moc"
