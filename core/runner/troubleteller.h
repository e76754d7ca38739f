// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/runnerjob.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace emberwatch {

/// Passes on what keeps a runner from writing, once it has lasted: connecting at the start is no trouble.
class TroubleTeller : public QObject
{
    Q_OBJECT
public:
    explicit TroubleTeller(QObject *parent = nullptr);
    void take(const emberwatch::RunnerTrouble &trouble);

Q_SIGNALS:
    /// @param text  empty: it is over
    void told(const QString &text);

private:
    void tell();
    QString m_now;
    QString m_told;
    QTimer m_timer;
};

} // namespace emberwatch
