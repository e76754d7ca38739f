// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/shell/banddialog.h"
#include "ui/shell/environment.h"

#include <chrono>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QPushButton;

namespace emberwatch {

/// Asks for how long, and why, writing is to be allowed in production.
class WritesDialog : public BandDialog
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    WritesDialog(const ThemeSource *themes, const Environment &environment, QWidget *parent = nullptr);

    [[nodiscard]] QString reason() const;
    [[nodiscard]] std::chrono::minutes length() const;

public Q_SLOTS:
    /// It could not be allowed: the dialog stays, and says why.
    void showError(const emberwatch::Error &error);

Q_SIGNALS:
    void raiseRequested(std::chrono::milliseconds length, const QString &reason);

private:
    void addLengths(const ThemeSource *themes);
    void follow();

    QLineEdit *m_reason;
    QButtonGroup *m_lengths;
    QLabel *m_note;
    QPushButton *m_go;
};

} // namespace emberwatch
