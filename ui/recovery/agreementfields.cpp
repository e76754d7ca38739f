// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/agreementfields.h"

#include "core/operations/entryreason.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/plainlabel.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

AgreementFields::AgreementFields(const ThemeSource *themes, Environment environment, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_environment(std::move(environment))
    , m_reason(new QLineEdit(this))
    , m_nameLabel(plainLabel(u"planNameLabel"_s, this))
    , m_name(new QLineEdit(this))
{
    m_reason->setObjectName(u"planReason"_s);
    m_reason->setMaxLength(longestReason);
    m_reason->setPlaceholderText(tr("Optional, such as a ticket"));
    QLabel *reasonLabel = plainLabel(u"planReasonLabel"_s, this);
    reasonLabel->setText(tr("Reason (goes to the journal)"));
    m_name->setObjectName(u"planName"_s);
    m_name->setFont(themes->fonts().mono);
    const Measures &measures = themes->measures();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(measures.around, measures.within, measures.around, measures.between);
    row->setSpacing(measures.between);
    row->addWidget(field(reasonLabel, m_reason), 1);
    m_nameField = field(m_nameLabel, m_name);
    row->addWidget(m_nameField, 1);
    connect(m_reason, &QLineEdit::textChanged, this, &AgreementFields::changed);
    connect(m_name, &QLineEdit::textChanged, this, &AgreementFields::changed);
    setChanges(0);
}

QWidget *AgreementFields::field(QLabel *label, QLineEdit *edit)
{
    auto *both = new QWidget(this);
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_themes->measures().grid);
    label->setProperty("look", u"second"_s);
    label->setBuddy(edit);
    column->addWidget(label);
    column->addWidget(edit);
    return both;
}

void AgreementFields::setChanges(int changes)
{
    m_changes = changes;
    m_nameField->setVisible(confirmation() == Confirmation::TypedName);
    m_nameLabel->setText(
        tr("Type %1 to confirm %2 changes in production").arg(m_environment.name, numberText(changes)));
}

Confirmation AgreementFields::confirmation() const
{
    return confirmationFor(m_changes, m_environment.environmentClass);
}

Agreement AgreementFields::agreement() const
{
    Agreement agreement;
    if (confirmation() == Confirmation::TypedName)
        agreement.confirmedName = m_name->text();
    agreement.reason = m_reason->text().simplified();
    return agreement;
}

QString AgreementFields::obstacle() const
{
    const bool isOpen = confirmation() == Confirmation::TypedName && m_name->text() != m_environment.name;
    return isOpen ? tr("Name not complete yet") : QString();
}

} // namespace emberwatch
