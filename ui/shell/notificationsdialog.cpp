// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notificationsdialog.h"

#include "core/jobs/feedbatch.h"
#include "ui/theme/themesource.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

NotificationsDialog::NotificationsDialog(
    const ThemeSource *themes, const FeedHealth &health, EnvironmentClass environment, QWidget *parent)
    : BandDialog(themes, environment, tr("Keyspace notifications"), parent)
{
    setObjectName(u"notificationsDialog"_s);
    const Fonts &fonts = themes->fonts();
    addText(tr("Turn on keyspace notifications on %1?").arg(health.server), fonts.heading);
    addText(
        tr("Redis then tells at once which job has changed. This adds to what is set already:"), fonts.body);
    addText(u"CONFIG SET notify-keyspace-events Kg$xe"_s, fonts.mono);
    addText(tr("It holds for all clients of this server, costs it a little of its write rate, and ends with "
               "its next "
               "start unless its configuration file says the same. No job is touched."),
        fonts.body);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *turnOn = new QPushButton(tr("Turn on"), this);
    turnOn->setObjectName(u"turnOn"_s);
    turnOn->setProperty("look", u"primary"_s);
    cancel->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(turnOn, &QPushButton::clicked, this, &QDialog::accept);
    foot()->addStretch(1);
    foot()->addWidget(cancel);
    foot()->addWidget(turnOn);
    setMinimumWidth(QFontMetrics(fonts.body).averageCharWidth() * 64);
}

} // namespace emberwatch
