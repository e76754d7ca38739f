// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

QList<DocumentLine> lines(const QStringList &texts)
{
    QList<DocumentLine> all;
    for (const QString &text : texts)
        all.append({text, false});
    return all;
}

void select(DocumentView &view, qsizetype from, qsizetype to)
{
    QTextCursor cursor = view.textCursor();
    cursor.setPosition(static_cast<int>(from));
    cursor.setPosition(static_cast<int>(to), QTextCursor::KeepAnchor);
    view.setTextCursor(cursor);
}

} // namespace

class TestDocumentView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aChangedValueKeepsTheSelection()
    {
        DocumentView view;
        view.showLines(lines({u"{"_s, u"  \"id\": \"abc\","_s, u"  \"progress\": 9"_s, u"}"_s}));
        select(view, 9, 14);
        const QString selected = view.textCursor().selectedText();
        view.updateLines(lines({u"{"_s, u"  \"id\": \"abc\","_s, u"  \"progress\": 100"_s, u"}"_s}));
        QCOMPARE(view.textCursor().selectedText(), selected);
        QCOMPARE(view.toPlainText(), u"{\n  \"id\": \"abc\",\n  \"progress\": 100\n}"_s);
    }

    void changesBeforeAndBehindKeepTheSelectionBetween()
    {
        DocumentView view;
        view.showLines(lines({u"\"status\": \"queued\","_s, u"\"id\": \"abc\","_s, u"\"progress\": 0"_s}));
        select(view, view.toPlainText().indexOf("abc"_L1), view.toPlainText().indexOf("abc"_L1) + 3);
        view.updateLines(
            lines({u"\"status\": \"processing\","_s, u"\"id\": \"abc\","_s, u"\"progress\": 12"_s}));
        QCOMPARE(view.textCursor().selectedText(), u"abc"_s);
    }

    void scrollPositionStays()
    {
        DocumentView view;
        view.resize(200, 100);
        view.show();
        QStringList texts;
        for (int i = 0; i < 500; ++i)
            texts += QString::number(i);
        view.showLines(lines(texts));
        view.verticalScrollBar()->setValue(250);
        texts[10] = u"changed"_s;
        texts += u"one more"_s;
        view.updateLines(lines(texts));
        QCOMPARE(view.verticalScrollBar()->value(), 250);
        view.showLines(lines(texts));
        QCOMPARE(view.verticalScrollBar()->value(), 0);
    }

    void updatesEqualAFreshView()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        DocumentView view;
        QStringList texts{u"a"_s};
        view.showLines(lines(texts));
        for (int i = 0; i < 3000; ++i) {
            for (int edits = random.bounded(4); edits >= 0; --edits) {
                const int at = random.bounded(static_cast<int>(texts.size()) + 1);
                const QString text = QString::number(random.bounded(200)).repeated(random.bounded(3));
                const int kind = random.bounded(3);
                if (kind == 0 || texts.isEmpty())
                    texts.insert(at, text);
                else if (kind == 1)
                    texts[std::min<qsizetype>(at, texts.size() - 1)] = text;
                else if (texts.size() > 1)
                    texts.removeAt(std::min<qsizetype>(at, texts.size() - 1));
            }
            view.updateLines(lines(texts));
            QCOMPARE(view.toPlainText(), texts.join(u'\n'));
            if (texts.size() > 30)
                texts = texts.first(random.bounded(5) + 1);
        }
    }

    void emptyAndBack()
    {
        DocumentView view;
        view.showLines(lines({u"a"_s}));
        view.updateLines({});
        QCOMPARE(view.toPlainText(), QString());
        view.updateLines(lines({u"b"_s, u"c"_s}));
        QCOMPARE(view.toPlainText(), u"b\nc"_s);
    }

    void copyingLeavesOutBreaksThatWereMadeForDrawing()
    {
        DocumentView view;
        view.showLines({{u"abc"_s, true}, {u"def"_s, false}, {u"ghi"_s, false}});
        view.selectAll();
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"abcdef\nghi"_s);
        select(view, 1, 9);
        view.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"bcdef\ng"_s);
    }
};

QTEST_MAIN(TestDocumentView)
#include "tst_documentview.moc"
