// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/undodialog.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "ui/journal/journalwords.h"
#include "ui/journal/undodelegate.h"
#include "ui/journal/undomodel.h"
#include "ui/recovery/confirmation.h"
#include "ui/shell/environmentchip.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowtable.h"
#include "ui/words/numbertext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int letters = 130;
constexpr int lines = 30;

QString wordsFor(int actions, int jobs)
{
    const QString what = UndoDialog::tr("Take back %n action(s)", nullptr, actions);
    return actions == jobs ? what
                           //: what is taken back, and of how many jobs
                           : UndoDialog::tr("%1 of %2").arg(what, UndoDialog::tr("%n job(s)", nullptr, jobs));
}

} // namespace

UndoDialog::UndoDialog(const ThemeSource *themes, Environment environment, QWidget *parent)
    : BandDialog(themes, environment.environmentClass, tr("Undo"), parent)
    , m_themes(themes)
    , m_environment(std::move(environment))
    , m_model(new UndoModel(this))
    , m_title(plainLabel(u"undoTitle"_s, this))
    , m_subtitle(plainLabel(u"undoSubtitle"_s, this))
    , m_origin(plainLabel(u"undoOrigin"_s, this))
    , m_table(new RowTable(themes, undoColumnsFor, this))
    , m_nameLabel(plainLabel(u"undoNameLabel"_s, this))
    , m_name(new QLineEdit(this))
    , m_note(plainLabel(u"undoNote"_s, this))
    , m_allow(new QPushButton(tr("Allow writes..."), this))
    , m_close(new QPushButton(this))
    , m_stop(new QPushButton(tr("Stop after this entry"), this))
    , m_go(new QPushButton(this))
{
    setObjectName(u"undoDialog"_s);
    layOut();
    addName();
    addButtons();
    connect(m_model, &UndoModel::ticksChanged, this, &UndoDialog::follow);
    connect(m_name, &QLineEdit::textChanged, this, &UndoDialog::follow);
    const QFontMetrics metrics(themes->fonts().body);
    const QSize wanted(metrics.averageCharWidth() * letters, metrics.lineSpacing() * lines);
    resize(parent ? wanted.boundedTo(parent->window()->size() - QSize(40, 60)) : wanted);
    follow();
}

void UndoDialog::layOut()
{
    const Measures &measures = m_themes->measures();
    body()->setContentsMargins(0, 0, 0, 0);
    body()->setSpacing(0);
    m_title->setFont(m_themes->fonts().heading);
    m_subtitle->setProperty("look", u"second"_s);
    m_subtitle->setWordWrap(true);
    m_origin->setProperty("look", u"second"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    words->addWidget(m_origin);
    auto *chip = new EnvironmentChip(m_themes, this);
    chip->setEnvironment(m_environment);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(measures.around, measures.between, measures.around, measures.between);
    row->setSpacing(measures.between);
    row->addLayout(words, 1);
    row->addWidget(chip, 0, Qt::AlignTop);
    body()->addLayout(row);
    m_table->setObjectName(u"undoTable"_s);
    m_table->setAccessibleName(tr("Entries"));
    m_table->setItemDelegate(new UndoDelegate(m_themes, this));
    m_table->setModel(m_model);
    body()->addWidget(m_table, 1);
}

void UndoDialog::addName()
{
    const Measures &measures = m_themes->measures();
    m_nameField = new QWidget(this);
    auto *inner = new QVBoxLayout(m_nameField);
    inner->setContentsMargins(measures.around, measures.within, measures.around, measures.between);
    inner->setSpacing(measures.grid);
    m_name->setObjectName(u"undoName"_s);
    m_name->setFont(m_themes->fonts().mono);
    m_nameLabel->setBuddy(m_name);
    m_nameLabel->setProperty("look", u"second"_s);
    inner->addWidget(m_nameLabel);
    inner->addWidget(m_name);
    body()->addWidget(m_nameField);
}

void UndoDialog::addButtons()
{
    m_close->setObjectName(u"closeButton"_s);
    m_stop->setObjectName(u"stopButton"_s);
    m_go->setObjectName(u"undoButton"_s);
    m_go->setProperty("look", u"primary"_s);
    m_allow->setObjectName(u"allowWritesButton"_s);
    for (QPushButton *button : {m_allow, m_close, m_stop, m_go})
        button->setAutoDefault(false);
    connect(m_allow, &QPushButton::clicked, this, &UndoDialog::allowWritesRequested);
    m_note->setProperty("look", u"third"_s);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_close, &QPushButton::clicked, this, &UndoDialog::reject);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        Q_EMIT stopRequested();
    });
    connect(m_go, &QPushButton::clicked, this, &UndoDialog::begin);
    foot()->addWidget(m_note, 1);
    for (QPushButton *button : {m_allow, m_stop, m_close, m_go})
        foot()->addWidget(button);
}

bool UndoDialog::isNameWanted() const
{
    return m_step == Step::Asking
        && confirmationFor(static_cast<int>(m_model->ticked().size()), m_environment.environmentClass)
        == Confirmation::TypedName;
}

QString UndoDialog::obstacle() const
{
    if (m_model->possible() == 0)
        return tr("Nothing of it can be taken back");
    if (m_model->ticked().isEmpty())
        return tr("Nothing is ticked");
    if (m_isReadOnly)
        return tr("Production is read-only");
    return isNameWanted() && m_name->text() != m_environment.name ? tr("Name not complete yet") : QString();
}

void UndoDialog::showWords()
{
    const auto wanted = static_cast<int>(m_model->ticked().size());
    switch (m_step) {
    case Step::Looking:
        m_title->setText(tr("Undo"));
        m_subtitle->setText(tr("Looking at what can be taken back. Looking changes nothing."));
        break;
    case Step::Asking: {
        const std::optional<Timestamp> until = m_model->until();
        m_title->setText(wordsFor(wanted, m_model->tickedJobs()));
        m_subtitle->setText(
            tr("Nothing has been changed yet. What others have changed since is left as it is, "
               "and the undo itself is written to the journal.")
            + (until ? u' ' + tr("Possible until %1.").arg(exactMomentText(*until)) : QString()));
        break;
    }
    case Step::Undoing:
        m_title->setText(tr("Taking back: %1 of %2").arg(numberText(m_model->told()), numberText(wanted)));
        m_subtitle->setText(tr("What was done last is taken back first."));
        break;
    case Step::Done:
        m_title->setText(tr("%1 of %2 taken back").arg(numberText(m_model->undone()), numberText(wanted)));
        m_subtitle->setText(tr("Each line says what happened."));
        break;
    case Step::Trouble:
        m_title->setText(tr("Undo: not carried out"));
        break;
    }
}

void UndoDialog::follow()
{
    const auto wanted = static_cast<int>(m_model->ticked().size());
    showWords();
    m_nameLabel->setText(
        tr("Type %1 to confirm %2 changes in production").arg(m_environment.name, numberText(wanted)));
    m_nameField->setVisible(isNameWanted());
    m_note->setText(m_step == Step::Asking ? obstacle() : QString());
    m_go->setText(tr("Undo %n action(s)", nullptr, wanted));
    m_go->setVisible(m_step == Step::Asking);
    m_go->setEnabled(obstacle().isEmpty());
    m_allow->setVisible(m_step == Step::Asking && m_isReadOnly);
    m_stop->setVisible(m_step == Step::Undoing);
    m_close->setVisible(m_step != Step::Undoing);
    m_close->setText(m_step == Step::Looking || m_step == Step::Asking ? tr("Cancel") : tr("Close"));
}

void UndoDialog::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    follow();
}

void UndoDialog::showCandidates(const QList<UndoCandidate> &candidates)
{
    if (m_step != Step::Looking)
        return;
    m_step = Step::Asking;
    if (!candidates.isEmpty()) {
        const JournalEntry &newest = candidates.first().line.entry;
        m_origin->setText(tr("Done at %1 by %2").arg(exactMomentText(newest.at), actorText(newest.actor)));
    }
    m_model->setCandidates(candidates);
    m_table->setCurrentIndex(m_model->index(0, 0));
    m_table->setFocus();
    follow();
}

void UndoDialog::begin()
{
    if (m_step != Step::Asking || !obstacle().isEmpty())
        return;
    const Agreement agreement{isNameWanted() ? m_name->text() : QString(), std::nullopt};
    m_step = Step::Undoing;
    m_model->begin();
    follow();
    Q_EMIT undoRequested(m_model->ticked(), agreement);
}

void UndoDialog::showUndone(const UndoneEntry &undone)
{
    m_model->showUndone(undone);
    follow();
}

void UndoDialog::showEnd(const QList<UndoneEntry> &undone)
{
    for (const UndoneEntry &entry : undone)
        m_model->showUndone(entry);
    m_step = Step::Done;
    follow();
    m_close->setFocus();
}

void UndoDialog::showError(const Error &error)
{
    m_step = Step::Trouble;
    m_subtitle->setText(displayText(error.message.toUtf8()));
    follow();
}

void UndoDialog::reject()
{
    // What is under way is not left without its end.
    if (m_step == Step::Undoing) {
        Q_EMIT stopRequested();
        return;
    }
    BandDialog::reject();
}

} // namespace emberwatch
