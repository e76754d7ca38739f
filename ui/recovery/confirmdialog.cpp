// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/confirmdialog.h"

#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString countsText(const Plan &plan)
{
    const QMap<Action, int> counts
        = countsByAction(filtered(plan, [](const PlannedAction &action) { return action.isTicked; }));
    QStringList lines;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        lines.append(u"%1  %2"_s.arg(numberText(count.value()), titleOf(count.key())));
    return lines.join(u'\n');
}

} // namespace

ConfirmDialog::ConfirmDialog(
    const ThemeSource *themes, const Environment &environment, const Plan &plan, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, tr("Confirm"), parent)
{
    setObjectName(u"confirmDialog"_s);
    const int changes = changeCount(plan);
    addText(
        tr("Carry out %n change(s) in %1", nullptr, changes).arg(environment.name), themes->fonts().heading);
    addText(countsText(plan), themes->fonts().body);
    const auto users = static_cast<int>(affectedUsers(plan).ids.size());
    addText(
        tr("%n user(s) affected. Each job is looked at once more before it is touched, and the journal keeps "
           "what it was before.",
            nullptr, users),
        themes->fonts().body)
        ->setProperty("look", u"second"_s);
    auto *back = new QPushButton(tr("Back"), this);
    back->setObjectName(u"backButton"_s);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    auto *go = new QPushButton(tr("Carry out %n change(s)", nullptr, changes), this);
    go->setObjectName(u"confirmButton"_s);
    go->setProperty("look", u"primary"_s);
    go->setAutoDefault(false);
    back->setDefault(true);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
    foot()->addStretch(1);
    foot()->addWidget(back);
    foot()->addWidget(go);
    setMinimumWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * 64);
}

} // namespace emberwatch
