// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/operations/undo.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace emberwatch {

class RowTable;
class UndoModel;

/// Takes back what an operation did, or some of it: says what, asks, and tells what became of each entry.
/// Works on values: whoever carries it out hears the signals and calls the slots.
class UndoDialog : public BandDialog
{
    Q_OBJECT
public:
    enum class Step : quint8
    {
        Looking, ///< what it would come to
        Asking,
        Undoing,
        Done,
        Trouble, ///< it could not be carried out at all
    };
    /// @param themes  outlives it
    UndoDialog(const ThemeSource *themes, Environment environment, QWidget *parent = nullptr);

    [[nodiscard]] Step step() const { return m_step; }
    void reject() override;

public Q_SLOTS:
    /// Writing is not allowed: nothing can be taken back before it is.
    void setReadOnly(bool isReadOnly);
    void showCandidates(const QList<emberwatch::UndoCandidate> &candidates);
    void showUndone(const emberwatch::UndoneEntry &undone);
    void showEnd(const QList<emberwatch::UndoneEntry> &undone);
    void showError(const emberwatch::Error &error);

Q_SIGNALS:
    /// In this order.
    void undoRequested(
        const QList<emberwatch::UndoCandidate> &entries, const emberwatch::Agreement &agreement);
    void allowWritesRequested();
    /// No further entry is begun.
    void stopRequested();

private:
    void layOut();
    void addName();
    void addButtons();
    void follow();
    void showWords();
    void begin();
    [[nodiscard]] bool isNameWanted() const;
    [[nodiscard]] QString obstacle() const;

    const ThemeSource *m_themes;
    Environment m_environment;
    Step m_step = Step::Looking;
    bool m_isReadOnly = false;
    UndoModel *m_model;
    QLabel *m_title;
    QLabel *m_subtitle;
    QLabel *m_origin;
    RowTable *m_table;
    QWidget *m_nameField = nullptr; ///< shown only where the name has to be typed
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QLabel *m_note;
    QPushButton *m_allow;
    QPushButton *m_close;
    QPushButton *m_stop;
    QPushButton *m_go;
};

} // namespace emberwatch
