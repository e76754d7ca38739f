// SPDX-License-Identifier: GPL-3.0-or-later
// What any window with a table costs: Qt's widgets and nothing of ours, in a program of its own, as the
// libraries that a program links take their time before it begins.
#include "tests/bench/paintwatch.h"

#include <QApplication>
#include <QMainWindow>
#include <QScreen>
#include <QStandardItemModel>
#include <QTableView>

#include <cstdio>

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QMainWindow window;
    QStandardItemModel model(0, 9);
    auto *table = new QTableView(&window);
    table->setModel(&model);
    window.setCentralWidget(table);
    // As large as the console makes itself: offscreen the screen is smaller, and pixels take their time.
    window.resize(QSize(1440, 900).boundedTo(window.screen()->availableSize()));
    const emberwatch::bench::PaintWatch watch([&](QWidget *widget) { return widget == table->viewport(); },
        [] {
            std::puts("painted");
            std::fflush(stdout);
            QApplication::quit();
        });
    window.show();
    return QApplication::exec();
}
