// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/console/consoleoptions.h"

#include <QObject>
#include <QTimer>

class QWidget;

namespace emberwatch {

/// Writes one picture of the window, once it shows what it should, and ends the program: with 0, with 1 where
/// the file cannot be written, with 3 where the jobs did not come within a minute (the picture then shows
/// why).
class Screenshot : public QObject
{
    Q_OBJECT
public:
    /// @param window  outlives it
    Screenshot(QWidget *window, QString file, std::chrono::milliseconds delay, QObject *parent = nullptr);

public Q_SLOTS:
    /// The window shows what it should: the delay begins. Further calls change nothing.
    void ready();

Q_SIGNALS:
    /// ready() was called for the first time.
    void settled();

private:
    void take(int exitCode);

    QWidget *m_window;
    QString m_file;
    std::chrono::milliseconds m_delay;
    QTimer m_patience;
    bool m_isReady = false;
};

} // namespace emberwatch
