// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/documentview.h"

#include <QMimeData>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int continued = 1; ///< user state of a block

QString joined(const QList<DocumentLine> &lines)
{
    QStringList texts;
    texts.reserve(lines.size());
    for (const DocumentLine &line : lines)
        texts += line.text;
    return texts.join(u'\n');
}

template <typename Sequence> qsizetype commonStart(const Sequence &one, const Sequence &other)
{
    const auto end = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    return end.first - one.begin();
}

/// Of what is left behind the common start.
template <typename Sequence> qsizetype commonEnd(const Sequence &one, const Sequence &other, qsizetype start)
{
    const qsizetype most = std::min(one.size(), other.size()) - start;
    qsizetype length = 0;
    while (length < most && one[one.size() - 1 - length] == other[other.size() - 1 - length])
        ++length;
    return length;
}

} // namespace

DocumentView::DocumentView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setProperty("look", u"quiet"_s);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void DocumentView::showLines(const QList<DocumentLine> &lines)
{
    m_lines = lines;
    setPlainText(joined(lines));
    markContinued(0, lines);
}

void DocumentView::updateLines(const QList<DocumentLine> &lines)
{
    if (lines == m_lines)
        return;
    if (m_lines.isEmpty() || lines.isEmpty()) {
        showLines(lines);
        return;
    }
    const int vertical = verticalScrollBar()->value();
    const int horizontal = horizontalScrollBar()->value();
    const qsizetype start = commonStart(m_lines, lines);
    const qsizetype end = commonEnd(m_lines, lines, start);
    if (m_lines.size() == lines.size()) {
        for (qsizetype i = start; i < lines.size() - end; ++i)
            replaceInLine(static_cast<int>(i), lines[i]);
    } else {
        replaceLines(static_cast<int>(start), static_cast<int>(m_lines.size() - start - end),
            lines.sliced(start, lines.size() - start - end));
    }
    m_lines = lines;
    verticalScrollBar()->setValue(vertical);
    horizontalScrollBar()->setValue(horizontal);
}

void DocumentView::replaceInLine(int number, const DocumentLine &line)
{
    QTextBlock block = document()->findBlockByNumber(number);
    const QString &before = m_lines[number].text;
    const qsizetype start = commonStart(before, line.text);
    const qsizetype end = commonEnd(before, line.text, start);
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + static_cast<int>(start));
    cursor.setPosition(block.position() + static_cast<int>(before.size() - end), QTextCursor::KeepAnchor);
    cursor.insertText(line.text.sliced(start, line.text.size() - start - end));
    block.setUserState(line.isContinued ? continued : -1);
}

void DocumentView::replaceLines(int first, int count, const QList<DocumentLine> &lines)
{
    // Whole lines with the break behind them; at the end of the document with the one before them.
    const bool isAtEnd = first + count == m_lines.size();
    const auto startOf = [this](int number) { return document()->findBlockByNumber(number).position(); };
    QString text = joined(lines);
    QTextCursor cursor(document());
    if (!isAtEnd) {
        cursor.setPosition(startOf(first));
        cursor.setPosition(startOf(first + count), QTextCursor::KeepAnchor);
        text += lines.isEmpty() ? u""_s : u"\n"_s;
    } else {
        const QTextBlock before = document()->findBlockByNumber(first - 1);
        cursor.setPosition(first > 0 ? before.position() + before.length() - 1 : 0);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        if (first > 0 && !lines.isEmpty())
            text.prepend(u'\n');
    }
    cursor.insertText(text);
    markContinued(first, lines);
}

void DocumentView::markContinued(int first, const QList<DocumentLine> &lines)
{
    QTextBlock block = document()->findBlockByNumber(first);
    for (const DocumentLine &line : lines) {
        block.setUserState(line.isContinued ? continued : -1);
        block = block.next();
    }
}

QMimeData *DocumentView::createMimeDataFromSelection() const
{
    const QTextCursor selection = textCursor();
    QString text;
    for (QTextBlock block = document()->findBlock(selection.selectionStart());
         block.isValid() && block.position() <= selection.selectionEnd(); block = block.next()) {
        const int from = std::max(0, selection.selectionStart() - block.position());
        const int to = std::min(block.length() - 1, selection.selectionEnd() - block.position());
        text += block.text().sliced(from, std::max(0, to - from));
        const bool reachesNext = selection.selectionEnd() > block.position() + block.length() - 1;
        if (reachesNext && block.userState() != continued)
            text += u'\n';
    }
    auto *data = new QMimeData;
    data->setText(text);
    return data;
}

} // namespace emberwatch
