// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/evidencepanel.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "core/triage/evidencelines.h"
#include "ui/recovery/sourceicon.h"
#include "ui/recovery/verdictlook.h"
#include "ui/theme/themesource.h"
#include "ui/words/sentencecase.h"
#include "ui/words/showntext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 44;

QString nameOf(EvidenceSource source)
{
    switch (source) {
    case EvidenceSource::Redis:
        return EvidencePanel::tr("Redis");
    case EvidenceSource::Database:
        return EvidencePanel::tr("Database");
    case EvidenceSource::ComfyUi:
        break;
    }
    return EvidencePanel::tr("ComfyUI");
}

} // namespace

EvidencePanel::EvidencePanel(const ThemeSource *themes, QWidget *parent)
    : DetailsColumn(themes, parent)
{
    setObjectName(u"evidencePanel"_s);
    setAccessibleName(tr("What it rests on"));
    setFixedWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * letters);
    showNothing();
}

void EvidencePanel::showNothing()
{
    startOver();
    add(tr("Select a job to see what its verdict rests on."), &Fonts::body, "third");
    column()->addStretch(1);
}

void EvidencePanel::showJob(const PlannedAction &job, const JudgedJob *judged, const Policy &policy)
{
    startOver();
    addTitle(job);
    add(shownText(job.sentence), &Fonts::body);
    addLine();
    add(sentenceCase(titleOf(job.action)), &Fonts::strong);
    add(shownText(job.reason), &Fonts::body);
    if (job.nextLook)
        add(tr("Looked at again at %1.").arg(momentText(*job.nextLook, job.judgedAt)), &Fonts::small,
            "second");
    addSteps(job.steps);
    if (judged) {
        addEvidence(*judged);
        addLimits(*judged, policy);
    }
    column()->addStretch(1);
}

void EvidencePanel::addTitle(const PlannedAction &job)
{
    const VerdictLook look = lookOf(job.verdict);
    const QColor color = themes()->colors().*look.color;
    auto *row = new QHBoxLayout;
    row->setSpacing(themes()->measures().within);
    auto *picture = new QLabel(content());
    picture->setPixmap(themes()->pixmap(look.icon, color, themes()->measures().icon, devicePixelRatioF()));
    row->addWidget(picture);
    column()->addLayout(row);
    QLabel *title = add(sentenceCase(look.word), &Fonts::heading);
    QPalette palette = title->palette();
    palette.setColor(QPalette::WindowText, color);
    title->setPalette(palette);
    row->addWidget(title, 1);
    add(displayText(job.promptId.value()), &Fonts::mono);
}

void EvidencePanel::addSteps(const QList<Step> &steps)
{
    if (steps.isEmpty())
        return;
    addLine();
    add(tr("Steps, in this order"), &Fonts::strong);
    for (qsizetype i = 0; i < steps.size(); ++i)
        add(u"%1   %2"_s.arg(i + 1).arg(sentenceCase(titleOf(steps[i]))), &Fonts::body);
}

void EvidencePanel::addEvidence(const JudgedJob &judged)
{
    addLine();
    add(tr("Evidence"), &Fonts::strong);
    for (const EvidenceLine &line : evidenceLinesOf(judged.evidence)) {
        auto *row = new QHBoxLayout;
        row->setSpacing(themes()->measures().within);
        auto *picture = new QLabel(content());
        picture->setPixmap(themes()->pixmap(
            iconOf(line.source), themes()->colors().second, themes()->measures().icon, devicePixelRatioF()));
        row->addWidget(picture);
        column()->addLayout(row);
        row->addWidget(
            add(tr("%1: %2", "source and its reading").arg(nameOf(line.source), shownText(line.value)),
                &Fonts::body),
            1);
        QStringList more;
        if (line.at > Timestamp())
            more.append(exactMomentText(line.at));
        for (const QString &text : {line.request, line.detail}) {
            if (!text.isEmpty())
                more.append(shownText(text));
        }
        if (!more.isEmpty())
            add(more.join(u'\n'), &Fonts::small, "second")
                ->setIndent(themes()->measures().icon + themes()->measures().within);
    }
}

void EvidencePanel::addLimits(const JudgedJob &judged, const Policy &policy)
{
    const QList<AppliedLimit> limits = limitsOf(judged.evidence, judged.judgement, policy);
    if (limits.isEmpty())
        return;
    addLine();
    add(tr("Limits"), &Fonts::strong);
    for (const AppliedLimit &limit : limits) {
        const QString measured
            = limit.measured ? durationInWords(*limit.measured) : tr("cannot be judged", "a length of time");
        add(tr("%1: %2, limit %3 (%4)", "a limit, what was measured, its value, where it was set")
                .arg(sentenceCase(limit.name), measured, durationInWords(limit.limit.value),
                    shownText(originText(limit.limit))),
            &Fonts::body);
    }
}

} // namespace emberwatch
