// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobactions/jobactiondialog.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "ui/details/messagecard.h"
#include "ui/shell/environmentchip.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/copybutton.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 76;
constexpr std::array lengths{1, 2, 6, 24}; ///< hours
constexpr int usual = 2;

QString titleOf(JobActionKind kind)
{
    switch (kind) {
    case JobActionKind::Resubmit:
        return JobActionDialog::tr("Resubmit");
    case JobActionKind::Extend:
        return JobActionDialog::tr("Extend TTL");
    case JobActionKind::Cancel:
        break;
    }
    return JobActionDialog::tr("Cancel on its server");
}

QString explanationOf(JobActionKind kind)
{
    switch (kind) {
    case JobActionKind::Resubmit:
        return JobActionDialog::tr(
            "Runs the exact workflow of this job once more, as a new job with a prompt ID of "
            "its own: only where this one lives nowhere and has no result. Its state and its "
            "record are left as they are.");
    case JobActionKind::Extend:
        return JobActionDialog::tr(
            "Lets the key live longer. Its bytes stay, and it happens only if they are those "
            "that were read. The producer's next write sets the usual time again. It cannot "
            "be taken back.");
    case JobActionKind::Cancel:
        break;
    }
    return JobActionDialog::tr(
        "Cancels this one prompt ID, by the safe procedure of its server, and looks afterwards "
        "whether it has gone. What Redis and the record say is left as it is.");
}

QString lookingText(JobActionKind kind)
{
    if (kind == JobActionKind::Extend)
        return JobActionDialog::tr("Reading the key.");
    return JobActionDialog::tr(
        "Asking the servers for it; what is absent is asked for twice, a while apart.");
}

} // namespace

JobActionDialog::JobActionDialog(const ThemeSource *themes, JobActionKind kind,
    const Environment &environment, const PromptId &id, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, titleOf(kind), parent)
    , m_themes(themes)
    , m_kind(kind)
    , m_id(id)
    , m_explanation(nullptr)
    , m_card(new MessageCard(themes, this))
    , m_lengths(new QButtonGroup(this))
    , m_copy(new CopyButton(
          themes, [this] { return displayText(m_newId.value()); }, this))
    , m_note(new QLabel(this))
    , m_allow(new QPushButton(tr("Allow writes..."), this))
    , m_close(new QPushButton(this))
    , m_go(new QPushButton(this))
{
    setObjectName(u"jobActionDialog"_s);
    auto *chip = new EnvironmentChip(themes, this);
    chip->setEnvironment(environment);
    auto *row = new QHBoxLayout;
    body()->addLayout(row);
    QLabel *title = addText(titleOf(kind), themes->fonts().heading);
    title->setObjectName(u"jobActionTitle"_s);
    row->addWidget(title, 1);
    row->addWidget(chip);
    addHead();
    addLengths();
    addButtons();
    setMinimumWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * letters);
    follow();
}

void JobActionDialog::addHead()
{
    QLabel *id = addText(displayText(m_id.value()), m_themes->fonts().mono);
    id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_explanation = addText(explanationOf(m_kind), m_themes->fonts().body);
    m_explanation->setProperty("look", u"second"_s);
    m_card->setObjectName(u"jobActionCard"_s);
    body()->addWidget(m_card);
    m_card->say({Icon::Hourglass, &Colors::second, &Colors::raised, tr("Looking changes nothing"),
        lookingText(m_kind)});
}

void JobActionDialog::addLengths()
{
    m_lengthField = new QWidget(this);
    auto *column = new QVBoxLayout(m_lengthField);
    column->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(tr("How long it is to live, from now"), m_lengthField);
    label->setTextFormat(Qt::PlainText);
    column->addWidget(label);
    auto *row = new QHBoxLayout;
    row->setSpacing(m_themes->measures().within);
    for (const int hours : lengths) {
        auto *choice = new QPushButton(durationInWords(std::chrono::hours(hours)), m_lengthField);
        choice->setObjectName(u"extendFor%1"_s.arg(hours));
        choice->setCheckable(true);
        choice->setAutoDefault(false);
        choice->setChecked(hours == usual);
        m_lengths->addButton(choice, hours);
        row->addWidget(choice);
    }
    row->addStretch(1);
    column->addLayout(row);
    body()->addWidget(m_lengthField);
    connect(m_lengths, &QButtonGroup::idClicked, this, &JobActionDialog::follow);
}

void JobActionDialog::addButtons()
{
    m_copy->setText(tr("Copy the new ID"));
    m_note->setObjectName(u"jobActionNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("look", u"third"_s);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_close->setObjectName(u"closeButton"_s);
    m_allow->setObjectName(u"allowWritesButton"_s);
    m_go->setObjectName(u"actButton"_s);
    m_go->setProperty("look", u"primary"_s);
    for (QPushButton *button : {m_allow, m_close, m_go})
        button->setAutoDefault(false);
    connect(m_allow, &QPushButton::clicked, this, &JobActionDialog::allowWritesRequested);
    connect(m_close, &QPushButton::clicked, this, &JobActionDialog::reject);
    connect(m_go, &QPushButton::clicked, this, [this] {
        m_step = Step::Doing;
        follow();
        Q_EMIT actRequested(wish());
    });
    foot()->addWidget(m_copy);
    foot()->addWidget(m_note, 1);
    for (QPushButton *button : {m_allow, m_close, m_go})
        foot()->addWidget(button);
}

JobActionWish JobActionDialog::wish() const
{
    return {m_kind, m_id, std::chrono::hours(m_lengths->checkedId())};
}

QString JobActionDialog::goText() const
{
    switch (m_kind) {
    case JobActionKind::Resubmit:
        return tr("Submit it again");
    case JobActionKind::Extend:
        return tr("Let it live %1").arg(durationInWords(wish().time));
    case JobActionKind::Cancel:
        break;
    }
    return tr("Cancel this job");
}

void JobActionDialog::follow()
{
    const bool isAsking = m_step == Step::Asking;
    m_lengthField->setVisible(m_kind == JobActionKind::Extend && isAsking && m_isPossible);
    m_copy->setVisible(m_step == Step::Done && !m_newId.value().isEmpty());
    m_go->setText(goText());
    m_go->setVisible(m_step == Step::Looking || isAsking);
    m_go->setEnabled(isAsking && m_isPossible && !m_isReadOnly);
    m_allow->setVisible(isAsking && m_isPossible && m_isReadOnly);
    m_close->setVisible(m_step != Step::Doing);
    m_close->setText(m_step == Step::Done || (isAsking && !m_isPossible) ? tr("Close") : tr("Cancel"));
    m_note->setText(isAsking && m_isPossible && m_isReadOnly ? tr("Production is read-only")
            : m_step == Step::Doing                          ? tr("Being carried out...")
                                                             : QString());
}

void JobActionDialog::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    follow();
}

void JobActionDialog::showFinding(const JobActionFinding &finding)
{
    if (m_step != Step::Looking || finding.promptId != m_id || finding.kind != m_kind)
        return;
    m_step = Step::Asking;
    m_isPossible = finding.isPossible;
    const QString text = displayText(finding.text.toUtf8());
    if (finding.isPossible)
        m_card->say({Icon::Eye, &Colors::accent, &Colors::raised, tr("Nothing has been changed yet"), text});
    else
        m_card->say({Icon::Minus, &Colors::warning, &Colors::warningTint, tr("It is left as it is"), text});
    follow();
}

void JobActionDialog::showEnd(const JobActionEnd &end)
{
    if (end.promptId != m_id || end.kind != m_kind)
        return;
    m_step = Step::Done;
    m_newId = end.newId;
    QString text = displayText(end.text.toUtf8());
    if (!end.newId.value().isEmpty())
        text += u'\n' + tr("The new job is %1.").arg(displayText(end.newId.value()));
    if (end.isDone)
        m_card->say({Icon::Completed, &Colors::completed, &Colors::raised, tr("Done"), text});
    else
        m_card->say({Icon::Warning, &Colors::warning, &Colors::warningTint, tr("Not done"), text});
    follow();
}

void JobActionDialog::showError(const Error &error)
{
    m_step = Step::Done;
    m_card->say({Icon::Failed, &Colors::failed, &Colors::failedTint, tr("Not done"),
        displayText(error.message.toUtf8())});
    follow();
}

void JobActionDialog::reject()
{
    // What is under way is not left without its end.
    if (m_step != Step::Doing)
        BandDialog::reject();
}

} // namespace emberwatch
