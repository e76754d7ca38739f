// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <memory>

class QSocketNotifier;

namespace emberwatch::cli {

/// A question on the terminal that "y" or "yes" agrees to, asked without stopping the event loop: leases are
/// renewed and signals are heard meanwhile.
class TerminalQuestion : public QObject
{
    Q_OBJECT
public:
    explicit TerminalQuestion(QObject *parent = nullptr);
    ~TerminalQuestion() override;

    /// Somebody sits at standard input and reads standard error.
    [[nodiscard]] static bool canBeAsked();
    /// "QUESTION [y/N] " to standard error.
    void ask(const QString &question);

Q_SIGNALS:
    void answered(bool isYes);

private:
    void read();
    QByteArray m_line;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace emberwatch::cli
