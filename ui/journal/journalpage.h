// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/journal/journalpageread.h"
#include "ui/journal/undoability.h"
#include "ui/shell/commands.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace emberwatch {

class ActionButton;
class EmptyState;
class JournalDetails;
class JournalModel;
class MessageCard;
class RowTable;
class ThemeSource;

/// What was done, the newest first, by operation. Asks for pages of the journal by a signal, and shows what
/// comes.
class JournalPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands  outlive it
    /// @param path              of the journal, for people
    JournalPage(const ThemeSource *themes, const Commands &commands, QString path, Clock clock,
        QWidget *parent = nullptr);
    ~JournalPage() override;

    /// Of the chosen row, the newest first; none: nothing is chosen.
    [[nodiscard]] QList<JournalLine> currentLines() const;
    [[nodiscard]] UndoContext undoContext() const;
    /// Adds what the page knows.
    void describe(CommandContext &context) const;

public Q_SLOTS:
    /// Asks for the newest entries: what is new is added, what is known brought up to date.
    void refresh();
    /// Chooses the last operation.
    void goToLast();
    void focusFilter();
    void showPage(const emberwatch::JournalPageRead &page);
    void setServerMinusOurClock(std::chrono::milliseconds difference);

Q_SIGNALS:
    void contextChanged();
    void readRequested(const emberwatch::JournalQuestion &question);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut(const Commands &commands);
    void connectTable();
    void applyFilter();
    void ask(std::optional<EntryId> before);
    [[nodiscard]] bool isBehindAGap(const JournalPageRead &page) const;
    void showCurrent();
    void showState();
    [[nodiscard]] QString whyNotUndoOf(const QList<JournalLine> &lines) const;

    const ThemeSource *m_themes;
    QString m_path;
    Clock m_clock;
    JournalModel *m_model;
    QLineEdit *m_filterEdit;
    QLabel *m_count;
    QLabel *m_problem;
    MessageCard *m_trouble;
    RowTable *m_table;
    JournalDetails *m_details;
    EmptyState *m_empty;
    ActionButton *m_undo;
    QAction *m_clear;
    QTimer m_refreshing;
    JournalFilter m_filter;
    int m_serial = 0;
    std::optional<EntryId> m_next;
    QString m_address;
    std::chrono::milliseconds m_serverMinusOurs{0};
    QStringList m_shown; ///< which details
    bool m_isRead = false;
    bool m_wantsLast = false;
};

} // namespace emberwatch
