// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/troubledialog.h"

#include "ui/shell/commands.h"
#include "ui/shell/feedwords.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/copybutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int technicalLines = 7;
constexpr int technicalColumns = 72;

/// Not translated: for whoever debugs.
QString technicalText(const FeedView &view)
{
    const FeedHealth &health = view.health;
    QStringList lines;
    lines << u"server: "_s + health.server;
    if (!health.peer.isEmpty())
        lines << u"address: "_s + health.peer;
    if (health.error)
        lines << u"error: "_s + health.error->message;
    lines << u"attempt: %1"_s.arg(health.attempt);
    if (health.lastData > Timestamp())
        lines << u"last data: "_s + datedClockText(health.lastData, ClockZone::Utc);
    lines << u"now: "_s + datedClockText(view.now, ClockZone::Utc);
    return lines.join(u'\n');
}

} // namespace

TroubleDialog::TroubleDialog(const ThemeSource *themes, const Commands &commands, const FeedView &view,
    EnvironmentClass environment, QWidget *parent)
    : BandDialog(themes, environment, tr("What is wrong"), parent)
{
    setObjectName(u"troubleDialog"_s);
    const QFontMetrics metrics(themes->fonts().mono);
    auto *technical = new QPlainTextEdit(technicalText(view), this);
    technical->setObjectName(u"technical"_s);
    technical->setReadOnly(true);
    technical->setFont(themes->fonts().mono);
    technical->setAccessibleName(tr("Technical text"));
    technical->setMinimumHeight(metrics.lineSpacing() * technicalLines + 2 * themes->measures().within);
    technical->setMinimumWidth(metrics.averageCharWidth() * technicalColumns);

    addText(staleTitle(view), themes->fonts().heading);
    addText(staleDetail(view), themes->fonts().body);
    addText(tr("What is on screen stays as it was. Emberwatch goes on by itself as soon as Redis answers."),
        themes->fonts().body);
    body()->addWidget(technical, 1);

    auto *doctor
        = new ActionButton(commands.action(Command::RunDoctor), ActionButton::Shows::IconAndText, this);
    connect(doctor, &QPushButton::clicked, this, &QDialog::accept);
    foot()->addWidget(doctor);
    foot()->addWidget(new CopyButton(
        themes, [technical] { return technical->toPlainText(); }, this));
    addClose();
}

} // namespace emberwatch
