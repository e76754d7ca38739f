// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/writesdialog.h"

#include "core/jobs/jobkey.h"
#include "core/triage/durationwords.h"
#include "ui/theme/themesource.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 72;
constexpr std::array lengths{15, 30, 60, 120}; ///< minutes
constexpr int usual = 30;

} // namespace

WritesDialog::WritesDialog(const ThemeSource *themes, const Environment &environment, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, tr("Allow writes"), parent)
    , m_reason(new QLineEdit(this))
    , m_lengths(new QButtonGroup(this))
    , m_note(new QLabel(this))
    , m_go(new QPushButton(this))
{
    setObjectName(u"writesDialog"_s);
    addText(tr("Allow writes in %1").arg(environment.name), themes->fonts().heading);
    addText(tr("Production is read-only. For the time that you choose, changes can be carried out from this "
               "account on this machine: by the console and by the command line. Each of them still shows "
               "its plan "
               "and asks. The journal keeps who allowed it, and why."),
        themes->fonts().body)
        ->setProperty("look", u"second"_s);
    QLabel *why = addText(tr("Reason, kept in the journal"), themes->fonts().body);
    why->setBuddy(m_reason);
    m_reason->setObjectName(u"writesReason"_s);
    m_reason->setPlaceholderText(tr("INC-2291: gpu-2 restarted at 13:49"));
    body()->addWidget(m_reason);
    addText(tr("For how long"), themes->fonts().body);
    addLengths(themes);
    m_note->setProperty("look", u"third"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setObjectName(u"writesNote"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancelButton"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_go->setObjectName(u"allowButton"_s);
    m_go->setProperty("look", u"primary"_s);
    m_go->setDefault(true);
    connect(m_go, &QPushButton::clicked, this, [this] { Q_EMIT raiseRequested(length(), reason()); });
    connect(m_reason, &QLineEdit::textChanged, this, &WritesDialog::follow);
    foot()->addWidget(m_note, 1);
    foot()->addWidget(cancel);
    foot()->addWidget(m_go);
    setMinimumWidth(QFontMetrics(themes->fonts().body).averageCharWidth() * letters);
    m_reason->setFocus();
    follow();
}

void WritesDialog::addLengths(const ThemeSource *themes)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(themes->measures().within);
    for (const int minutes : lengths) {
        auto *choice = new QPushButton(durationInWords(std::chrono::minutes(minutes)), this);
        choice->setObjectName(u"writesFor%1"_s.arg(minutes));
        choice->setCheckable(true);
        choice->setAutoDefault(false);
        choice->setChecked(minutes == usual);
        m_lengths->addButton(choice, minutes);
        row->addWidget(choice);
    }
    row->addStretch(1);
    body()->addLayout(row);
    connect(m_lengths, &QButtonGroup::idClicked, this, &WritesDialog::follow);
}

QString WritesDialog::reason() const
{
    return m_reason->text().trimmed();
}

std::chrono::minutes WritesDialog::length() const
{
    return std::chrono::minutes(m_lengths->checkedId());
}

void WritesDialog::follow()
{
    m_go->setText(tr("Allow writes for %1").arg(durationInWords(length())));
    m_go->setEnabled(!reason().isEmpty());
    m_note->setText(reason().isEmpty() ? tr("A reason is needed") : QString());
}

void WritesDialog::showError(const Error &error)
{
    m_note->setText(displayText(error.message.toUtf8()));
}

} // namespace emberwatch
