// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"

#include <QStringList>
#include <QWidget>

class QLineEdit;

namespace emberwatch {

class SteadyLabel;
class ThemeSource;

/// Where a filter is written: coloured as it is understood, with the number of jobs at its right end. Where
/// it cannot be understood the place is underlined, words say what is expected, and the last good filter goes
/// on.
class FilterField : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit FilterField(const ThemeSource *themes, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// The last filter that could be understood.
    [[nodiscard]] const filter::Expression &expression() const { return m_expression; }
    [[nodiscard]] bool hasError() const { return m_error.has_value(); }

    /// @param matching  jobs that the table shows
    /// @param isFiltered  something hides jobs; else all are shown
    void setJobCount(qint64 matching, qint64 total, bool isFiltered);
    /// Newest first; Up and Down step through it.
    void setHistory(const QStringList &history);
    [[nodiscard]] const QStringList &history() const { return m_history; }
    void takeFocus();
    [[nodiscard]] bool hasFieldFocus() const;
    /// What Esc does while typing: an erroneous text goes back to the last good one. False: nothing left to
    /// undo.
    [[nodiscard]] bool stepBack();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void expressionChanged();
    /// Something that could be a promptId was put in at once.
    void idPasted(const QByteArray &id);
    /// Enter: on to the table.
    void accepted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void parse();
    void noticePaste(const QString &text);
    void remember();
    void stepHistory(int by);
    void color(const QList<filter::Token> &tokens);
    void say();
    void arrange();
    void lookAnew();

    const ThemeSource *m_themes;
    QLineEdit *m_edit;
    SteadyLabel *m_words;
    filter::Expression m_expression;
    std::optional<filter::ParseError> m_error;
    QList<filter::Token> m_tokens;
    QString m_goodText;
    QString m_lastText;
    QStringList m_history;
    qsizetype m_historyAt = -1; ///< -1: what is being written
    QString m_draft;
    qint64 m_matching = 0;
    qint64 m_total = 0;
    bool m_isFiltered = false;
};

} // namespace emberwatch
