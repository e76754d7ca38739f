// SPDX-License-Identifier: GPL-3.0-or-later
// The whole console with somebody at its keys, as a program of its own: it links what the console links and
// nothing of the measuring.
//
// consolechild first PORT            prints "painted" once the table is
// consolechild snapshot PORT JOBS open|new  prints the milliseconds until so many jobs are painted
// consolechild quiet PORT charts|plain      prints the share of a core
#include "app/console/console.h"
#include "tests/bench/paintwatch.h"
#include "ui/jobs/jobtablemodel.h"
#include "ui/jobs/jobtableview.h"
#include "ui/welcome/welcomepage.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <cstdio>
#include <ctime>

using namespace emberwatch;
using namespace emberwatch::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr auto settling = std::chrono::seconds(4);
constexpr auto measuring = std::chrono::seconds(15);

double processCpuSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void tell(const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stdout);
    std::fflush(stdout);
}

/// The table of the window, once there is one.
const JobTableView *tableOf(const QWidget *viewport)
{
    return qobject_cast<const JobTableView *>(viewport->parentWidget());
}

redis::ConnectionOptions addressOf(quint16 port)
{
    redis::ConnectionOptions address;
    address.host = u"127.0.0.1"_s;
    address.port = port;
    return address;
}

struct ConsoleChild
{
    ConsoleChild(int &argc, char **argv)
        : application(argc, argv)
        , console({}, {}, SettingsFile(SettingsFile::defaultPath()), systemNow)
    {
    }

    void start(quint16 port) { console.start(addressOf(port)); }

    QApplication application;
    Console console;
};

int runFirstPaint(int argc, char **argv, quint16 port)
{
    ConsoleChild child(argc, argv);
    PaintWatch watch([](QWidget *widget) { return tableOf(widget) != nullptr; },
        [] {
            tell(u"painted"_s);
            QApplication::quit();
        });
    child.start(port);
    return QApplication::exec();
}

/// A person presses Connect on the welcome page, which has been there for a while.
void connectFromWelcome(quint16 port, QElapsedTimer &timer)
{
    for (const QWidget *window : QApplication::topLevelWidgets()) {
        if (auto *page = window->findChild<WelcomePage *>()) {
            timer.start();
            Q_EMIT page->connectRequested(addressOf(port));
            return;
        }
    }
    qFatal("there is no welcome page");
}

/// @param isNew  the whole program is started for it
int runSnapshot(int argc, char **argv, quint16 port, int jobs, bool isNew)
{
    ConsoleChild child(argc, argv);
    QElapsedTimer timer;
    PaintWatch watch(
        [jobs](QWidget *widget) {
            const JobTableView *table = tableOf(widget);
            return table && table->jobModel() && table->jobModel()->rowCount() == jobs;
        },
        [&timer] {
            tell(QString::number(static_cast<double>(timer.nsecsElapsed()) / 1e6));
            QApplication::quit();
        });
    if (isNew) {
        timer.start();
        child.start(port);
    } else {
        child.console.start({});
        QTimer::singleShot(std::chrono::seconds(1), qApp, [&] { connectFromWelcome(port, timer); });
    }
    return QApplication::exec();
}

void setCharts(bool areShown)
{
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (auto *action = window->findChild<QAction *>(u"toggleCharts"_s);
            action && action->isChecked() != areShown)
            action->trigger();
    }
}

int runQuiet(int argc, char **argv, quint16 port, bool withCharts)
{
    ConsoleChild child(argc, argv);
    double before = 0;
    QTimer::singleShot(settling / 2, qApp, [withCharts] { setCharts(withCharts); });
    QTimer::singleShot(settling, qApp, [&before] { before = processCpuSeconds(); });
    QTimer::singleShot(settling + measuring, qApp, [&before] {
        tell(QString::number((processCpuSeconds() - before) / static_cast<double>(measuring.count())));
        QApplication::quit();
    });
    child.start(port);
    return QApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    const QByteArray part = argc > 2 ? argv[1] : "";
    const quint16 port = argc > 2 ? QByteArray(argv[2]).toUShort() : quint16(0);
    if (part == "first")
        return runFirstPaint(argc, argv, port);
    if (part == "snapshot" && argc > 4)
        return runSnapshot(argc, argv, port, QByteArray(argv[3]).toInt(), QByteArray(argv[4]) == "new");
    if (part == "quiet" && argc > 3)
        return runQuiet(argc, argv, port, QByteArray(argv[3]) == "charts");
    return 2;
}
