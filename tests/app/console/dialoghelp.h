// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QDeadlineTimer>
#include <QLabel>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace emberwatch::test {

inline constexpr int patience = 60'000; // ms, for a machine that has other things to do

/// What a dialog shows, for the message of a failed test.
inline QString textsOf(const QWidget *dialog)
{
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        texts.append(label->text());
    return texts.join(QStringLiteral(" | "));
}

/// Does `act` once `isReady`, from within whatever event loop runs then: dialogs run one of their own. Where
/// it never is, the dialogs are closed, so that the test goes on and fails.
inline void onceIs(std::function<bool()> isReady, std::function<void()> act)
{
    auto *timer = new QTimer(qApp);
    const QDeadlineTimer deadline(patience);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, isReady, act, deadline] {
        const bool is = isReady();
        if (!is && !deadline.hasExpired())
            return;
        timer->stop();
        timer->deleteLater();
        if (is)
            return act();
        if (QWidget *dialog = QApplication::activeModalWidget()) {
            qWarning("never ready: %s", qPrintable(textsOf(dialog)));
            dialog->close();
        }
    });
    timer->start(std::chrono::milliseconds(10));
}

/// The modal dialog of this type on top; nullptr: there is none.
template <typename Dialog> Dialog *topDialog()
{
    return qobject_cast<Dialog *>(QApplication::activeModalWidget());
}

} // namespace emberwatch::test
