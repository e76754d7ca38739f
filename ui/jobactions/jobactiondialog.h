// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/jobactions/jobaction.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

class QButtonGroup;
class QLabel;
class QPushButton;

namespace emberwatch {

class MessageCard;
class ThemeSource;

/// One action on one job: says what was found and what would be done, asks, and tells what happened. Works on
/// values: whoever carries it out hears the signals and calls the slots.
class JobActionDialog : public BandDialog
{
    Q_OBJECT
public:
    enum class Step : quint8
    {
        Looking,
        Asking,
        Doing,
        Done,
    };
    /// @param themes  outlives it
    JobActionDialog(const ThemeSource *themes, JobActionKind kind, const Environment &environment,
        const PromptId &id, QWidget *parent = nullptr);

    [[nodiscard]] Step step() const { return m_step; }
    void reject() override;

public Q_SLOTS:
    /// Writing is not allowed: nothing can be done before it is.
    void setReadOnly(bool isReadOnly);
    void showFinding(const emberwatch::JobActionFinding &finding);
    void showEnd(const emberwatch::JobActionEnd &end);
    void showError(const emberwatch::Error &error);

Q_SIGNALS:
    void actRequested(const emberwatch::JobActionWish &wish);
    void allowWritesRequested();

private:
    void addHead();
    void addLengths();
    void addButtons();
    void follow();
    [[nodiscard]] JobActionWish wish() const;
    [[nodiscard]] QString goText() const;

    const ThemeSource *m_themes;
    JobActionKind m_kind;
    PromptId m_id;
    Step m_step = Step::Looking;
    bool m_isPossible = false;
    bool m_isReadOnly = false;
    QLabel *m_explanation;
    MessageCard *m_card;
    QWidget *m_lengthField = nullptr; ///< Extend alone
    QButtonGroup *m_lengths;
    PromptId m_newId;
    QPushButton *m_copy;
    QLabel *m_note;
    QPushButton *m_allow;
    QPushButton *m_close;
    QPushButton *m_go;
};

} // namespace emberwatch
