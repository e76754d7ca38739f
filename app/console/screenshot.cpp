// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/screenshot.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QWidget>

#include <cstdio>

namespace emberwatch {

using namespace std::chrono_literals;

Screenshot::Screenshot(QWidget *window, QString file, std::chrono::milliseconds delay, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_file(std::move(file))
    , m_delay(delay)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { take(3); });
    m_patience.start(60s);
}

void Screenshot::ready()
{
    if (m_isReady)
        return;
    m_isReady = true;
    m_patience.stop();
    Q_EMIT settled();
    QTimer::singleShot(m_delay, this, [this] { take(0); });
}

void Screenshot::take(int exitCode)
{
    const bool isWritten = m_window->grab().save(m_file);
    if (!isWritten)
        std::fprintf(stderr, "emberwatch-console: cannot write %s\n", qPrintable(m_file));
    QCoreApplication::exit(isWritten ? exitCode : 1);
}

} // namespace emberwatch
