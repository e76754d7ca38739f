// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/detailsheader.h"

#include "ui/details/documentmembers.h"
#include "ui/details/statuslook.h"
#include "ui/details/valuelabel.h"
#include "ui/theme/themesource.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

void setColor(QLabel *label, const QColor &color)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

DetailsHeader::DetailsHeader(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_icon(new QLabel(this))
    , m_status(new QLabel(this))
    , m_percent(new QLabel(this))
    , m_refresh(addButton(u"refreshDetails"_s, Icon::Refresh, tr("Read the document again")))
    , m_close(addButton(u"closeDetails"_s, Icon::Close, tr("Close the details")))
    , m_id(new ValueLabel(themes, this))
    , m_copy(addButton(u"copyId"_s, Icon::Copy, tr("Copy the prompt ID")))
{
    m_status->setObjectName("detailsStatus"_L1);
    m_percent->setObjectName("detailsPercent"_L1);
    for (QLabel *label : {m_status, m_percent})
        label->setTextFormat(Qt::PlainText);
    m_id->setObjectName("detailsPromptId"_L1);
    m_id->setAccessibleName(tr("Prompt ID"));
    m_id->setElideMode(Qt::ElideMiddle);
    m_id->setLook(&Fonts::mono, &Colors::text);

    auto *title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(m_icon);
    title->addWidget(m_status);
    title->addWidget(m_percent);
    title->addStretch(1);
    title->addWidget(m_refresh);
    title->addWidget(m_close);
    auto *identity = new QHBoxLayout;
    identity->setSpacing(8);
    identity->addWidget(m_id, 1);
    identity->addWidget(m_copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(title);
    column->addLayout(identity);

    connect(m_refresh, &QToolButton::clicked, this, &DetailsHeader::refreshRequested);
    connect(m_close, &QToolButton::clicked, this, &DetailsHeader::closeRequested);
    connect(m_copy, &QToolButton::clicked, this, &DetailsHeader::copyRequested);
    connect(m_themes, &ThemeSource::themeChanged, this, &DetailsHeader::lookAnew);
    setNoJob();
}

QToolButton *DetailsHeader::addButton(const QString &name, Icon icon, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(m_themes->icon(icon, &Colors::second));
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void DetailsHeader::setJob(const JobDetails &job)
{
    m_job = job;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_icon, m_percent, m_refresh, m_id, m_copy})
        widget->show();
    m_percent->setText(job.progress ? tr("%1 %").arg(std::floor(*job.progress)) : QString());
    m_id->setText(cellText(job.id.value()));
    m_id->setExplanation(
        job.id.value().size() > 512 ? tr("%1 bytes").arg(numberText(job.id.value().size())) : QString());
    lookAnew();
}

void DetailsHeader::setNoJob()
{
    m_job.reset();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_icon, m_percent, m_refresh, m_id, m_copy})
        widget->hide();
    lookAnew();
}

void DetailsHeader::setMuted(bool isMuted)
{
    if (isMuted == m_isMuted)
        return;
    m_isMuted = isMuted;
    lookAnew();
}

void DetailsHeader::setReading(bool isReading)
{
    m_refresh->setEnabled(!isReading);
}

void DetailsHeader::lookAnew()
{
    const Colors &colors = m_themes->colors();
    m_status->setFont(m_themes->fonts().heading);
    setColor(m_percent, colors.second);
    if (!m_job) {
        m_status->setText(tr("Details"));
        setColor(m_status, colors.text);
        return;
    }
    const StatusLook look = statusLook(m_job->status);
    const QColor color = m_isMuted ? colors.second : colors.*look.color;
    m_status->setText(look.word);
    setColor(m_status, color);
    m_icon->setPixmap(m_themes->pixmap(look.icon, color, m_themes->measures().icon, devicePixelRatioF()));
}

} // namespace emberwatch
