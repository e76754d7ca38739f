// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/stoptrackingdialog.h"

#include "ui/shell/trackingwords.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>

namespace emberwatch {

using namespace Qt::StringLiterals;

StopTrackingDialog::StopTrackingDialog(const ThemeSource *themes, const Environment &environment,
    const TrackingSummary &tracking, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, tr("Close"), parent)
{
    setObjectName(u"stopTrackingDialog"_s);
    addText(tr("The console tracks %n resumed job(s) in %1", nullptr, tracking.jobs + tracking.waiting)
                .arg(environment.name),
        themes->fonts().heading);
    addText(closingConsequence(tracking), themes->fonts().body)->setObjectName(u"closingConsequence"_s);
    foot()->addStretch(1);
    const QAction *stop = addAnswer(u"stopTrackingAndClose"_s, tr("Stop tracking and close"), {});
    const QAction *keep = addAnswer(u"keepOpen"_s, tr("Keep open"), u"primary"_s);
    connect(stop, &QAction::triggered, this, &QDialog::accept);
    connect(keep, &QAction::triggered, this, &QDialog::reject);
    setMinimumWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * 64);
}

/// The last one is what Enter means.
QAction *StopTrackingDialog::addAnswer(const QString &name, const QString &text, const QString &look)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    auto *button = new ActionButton(action, ActionButton::Shows::IconAndText, this);
    button->setLook(look);
    button->setDefault(true);
    foot()->addWidget(button);
    return action;
}

} // namespace emberwatch
