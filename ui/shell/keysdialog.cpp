// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/keysdialog.h"

#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QLabel *plainLabel(const QString &text, const QFont &font)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setFont(font);
    return label;
}

QString keysOf(const QAction &action)
{
    QStringList keys;
    for (const QKeySequence &sequence : action.shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return keys.join(u"  "_s);
}

QGridLayout *listed(const Commands &commands, const QStringList &groups, const ThemeSource *themes)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * themes->measures().around);
    grid->setVerticalSpacing(themes->measures().grid);
    QString group;
    int row = 0;
    for (const QAction *action : commands.all()) {
        if (action->shortcuts().isEmpty() || !groups.contains(commands.groupOf(action)))
            continue;
        if (commands.groupOf(action) != group) {
            group = commands.groupOf(action);
            if (row > 0)
                grid->setRowMinimumHeight(row++, themes->measures().within);
            grid->addWidget(plainLabel(group, themes->fonts().heading), row++, 0, 1, 2);
        }
        grid->addWidget(plainLabel(action->text(), themes->fonts().body), row, 0);
        grid->addWidget(plainLabel(keysOf(*action), themes->fonts().mono), row++, 1);
    }
    grid->setRowStretch(row, 1);
    return grid;
}

} // namespace

KeysDialog::KeysDialog(const ThemeSource *themes, const Commands &commands,
    std::optional<EnvironmentClass> environment, QWidget *parent)
    : BandDialog(themes, environment, tr("All keys"), parent)
{
    setObjectName(u"keysDialog"_s);
    QStringList groups;
    for (const QAction *action : commands.all()) {
        if (const QString group = commands.groupOf(action); !groups.contains(group))
            groups << group;
    }
    auto *columns = new QHBoxLayout;
    columns->setSpacing(3 * themes->measures().around);
    columns->addLayout(listed(commands, groups.mid(0, groups.size() / 2), themes));
    columns->addLayout(listed(commands, groups.mid(groups.size() / 2), themes));
    body()->addLayout(columns);
    QLabel *hint
        = plainLabel(tr("Single letters work while no text field has the focus."), themes->fonts().small);
    hint->setProperty("look", u"third"_s);
    foot()->addWidget(hint);
    addClose();
}

} // namespace emberwatch
