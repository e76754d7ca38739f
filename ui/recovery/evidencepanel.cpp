// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/evidencepanel.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "core/triage/evidencelines.h"
#include "ui/recovery/verdictlook.h"
#include "ui/theme/themesource.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 44;

QString plain(const QString &text)
{
    return displayText(text.toUtf8());
}

Icon iconOf(EvidenceSource source)
{
    switch (source) {
    case EvidenceSource::Redis:
        return Icon::Redis;
    case EvidenceSource::Database:
        return Icon::Database;
    case EvidenceSource::ComfyUi:
        break;
    }
    return Icon::Server;
}

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

QString sentenceCase(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

EvidencePanel::EvidencePanel(const ThemeSource *themes, QWidget *parent)
    : QScrollArea(parent)
    , m_themes(themes)
{
    setObjectName(u"evidencePanel"_s);
    setAccessibleName(tr("What it rests on"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFixedWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * letters);
    showNothing();
}

void EvidencePanel::startOver()
{
    const Measures &measures = m_themes->measures();
    m_content = new QWidget;
    m_content->setAutoFillBackground(false);
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    m_column->setSpacing(measures.within);
    setWidget(m_content); // takes the place of the former, which is deleted
    viewport()->setAutoFillBackground(false);
}

QLabel *EvidencePanel::add(const QString &text, QFont Fonts::*font, const char *look)
{
    auto *label = new QLabel(text, m_content);
    label->setTextFormat(Qt::PlainText);
    label->setFont(m_themes->fonts().*font);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setProperty("look", QString::fromLatin1(look));
    m_column->addWidget(label);
    return label;
}

void EvidencePanel::addLine()
{
    auto *line = new QFrame(m_content);
    line->setProperty("look", u"hairline"_s);
    m_column->addWidget(line);
}

void EvidencePanel::showNothing()
{
    startOver();
    add(tr("Select a job to see what its verdict rests on."), &Fonts::body, "third");
    m_column->addStretch(1);
}

void EvidencePanel::showJob(const PlannedAction &job, const JudgedJob *judged, const Policy &policy)
{
    startOver();
    addTitle(job);
    add(plain(job.sentence), &Fonts::body);
    addLine();
    add(sentenceCase(titleOf(job.action)), &Fonts::strong);
    add(plain(job.reason), &Fonts::body);
    if (job.nextLook)
        add(tr("Looked at again at %1.").arg(momentText(*job.nextLook, job.judgedAt)), &Fonts::small,
            "second");
    addSteps(job.steps);
    if (judged) {
        addEvidence(*judged);
        addLimits(*judged, policy);
    }
    m_column->addStretch(1);
}

void EvidencePanel::addTitle(const PlannedAction &job)
{
    const VerdictLook look = lookOf(job.verdict);
    const QColor color = m_themes->colors().*look.color;
    auto *row = new QHBoxLayout;
    row->setSpacing(m_themes->measures().within);
    auto *picture = new QLabel(m_content);
    picture->setPixmap(m_themes->pixmap(look.icon, color, m_themes->measures().icon, devicePixelRatioF()));
    row->addWidget(picture);
    m_column->addLayout(row);
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
        row->setSpacing(m_themes->measures().within);
        auto *picture = new QLabel(m_content);
        picture->setPixmap(m_themes->pixmap(
            iconOf(line.source), m_themes->colors().second, m_themes->measures().icon, devicePixelRatioF()));
        row->addWidget(picture);
        m_column->addLayout(row);
        row->addWidget(add(tr("%1: %2", "source and its reading").arg(nameOf(line.source), plain(line.value)),
                           &Fonts::body),
            1);
        QStringList more;
        if (line.at > Timestamp())
            more.append(exactMomentText(line.at));
        for (const QString &text : {line.request, line.detail}) {
            if (!text.isEmpty())
                more.append(plain(text));
        }
        if (!more.isEmpty())
            add(more.join(u'\n'), &Fonts::small, "second")
                ->setIndent(m_themes->measures().icon + m_themes->measures().within);
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
                    plain(originText(limit.limit))),
            &Fonts::body);
    }
}

} // namespace emberwatch
