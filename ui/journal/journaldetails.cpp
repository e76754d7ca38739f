// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journaldetails.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/operations/entryreason.h"
#include "ui/details/documentmembers.h"
#include "ui/details/valuelabel.h"
#include "ui/journal/journalwords.h"
#include "ui/journal/snapshotdiff.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/copybutton.h"
#include "ui/words/sentencecase.h"
#include "ui/words/showntext.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int factLetters = 17;
constexpr qsizetype mostShown = 4096; ///< characters of a document; all of it is copied
constexpr qsizetype mostJobs = 12; ///< of an operation

} // namespace

JournalDetails::JournalDetails(const ThemeSource *themes, QWidget *parent)
    : DetailsColumn(themes, parent)
{
    setObjectName(u"journalDetails"_s);
    setAccessibleName(tr("Details of the entry"));
    showLines({}, {});
}

void JournalDetails::addTitle(Icon icon, QColor Colors::*color, const QString &title)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(themes()->measures().within);
    auto *picture = new QLabel(content());
    picture->setPixmap(
        themes()->pixmap(icon, themes()->colors().*color, themes()->measures().icon, devicePixelRatioF()));
    row->addWidget(picture, 0, Qt::AlignTop);
    column()->addLayout(row);
    row->addWidget(add(title, &Fonts::heading), 1);
}

void JournalDetails::addFact(const QString &label, const QString &value, bool isCode)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(themes()->measures().within);
    auto *name = new QLabel(label, content());
    name->setTextFormat(Qt::PlainText);
    name->setProperty("look", u"second"_s);
    const QFontMetrics metrics(themes()->fonts().body);
    name->setFixedWidth(metrics.averageCharWidth() * factLetters);
    name->setText(metrics.elidedText(label, Qt::ElideRight, name->width()));
    auto *text = new ValueLabel(themes(), content());
    text->setAccessibleName(label);
    text->setLook(isCode ? &Fonts::mono : &Fonts::body, &Colors::text);
    text->setElideMode(isCode ? Qt::ElideMiddle : Qt::ElideRight);
    text->setText(value);
    row->addWidget(name);
    row->addWidget(text, 1);
    column()->addLayout(row);
}

void JournalDetails::addActor(const JournalLine &line)
{
    const JournalEntry &entry = line.entry;
    addFact(tr("When"), exactMomentText(entry.at));
    addFact(tr("By"), actorText(entry.actor));
    addFact(tr("Program"), shownText(entry.actor.program));
    addFact(tr("Where"), shownText(entry.environment));
}

/// Where the operator gave one.
void JournalDetails::addReason(const JournalEntry &entry)
{
    if (const QString reason = reasonBeside(entry); !reason.isEmpty())
        addFact(tr("Reason"), shownText(reason));
}

void JournalDetails::showLines(const QList<JournalLine> &lines, const QString &whyNot)
{
    startOver();
    if (lines.isEmpty()) {
        add(tr("Select an entry to see who did it, why, and what it was before."), &Fonts::body, "third");
    } else if (lines.size() == 1) {
        addEntry(lines.first());
    } else {
        addOperation(lines);
    }
    if (!whyNot.isEmpty()) {
        addLine();
        add(tr("Undo"), &Fonts::strong);
        add(whyNot, &Fonts::body, "second");
    }
    column()->addStretch(1);
}

void JournalDetails::addEntry(const JournalLine &line)
{
    const JournalEntry &entry = line.entry;
    const JournalOutcomeLook look = lookOf(line.outcome);
    addTitle(look.icon, look.color, sentenceCase(actionTitle(entry.action)) + u": "_s + look.word);
    if (!entry.promptId.value().isEmpty())
        add(displayText(entry.promptId.value()), &Fonts::mono);
    if (line.outcome && !line.outcome->text.isEmpty())
        add(shownText(line.outcome->text), &Fonts::body);
    addLine();
    add(shownText(entry.sentence), &Fonts::body);
    addReason(entry);
    addActor(line);
    if (!entry.verdict.isEmpty())
        addFact(tr("Verdict"), verdictTitle(entry.verdict));
    if (!entry.epoch.address.isEmpty())
        addFact(tr("Redis"), shownText(entry.epoch.address));
    addFact(tr("Entry"), QString::number(entry.id.value()));
    addFact(tr("Operation"), QString::fromLatin1(entry.op.value()), true);
    addChanges(entry);
    addEvidence(entry.evidence);
    addDocument(tr("Value before"), entry.before.value);
    addDocument(tr("Value after"), entry.after.value);
    addDocument(tr("Record before"), entry.before.row);
    addDocument(tr("Record after"), entry.after.row);
}

void JournalDetails::addOperation(const QList<JournalLine> &lines)
{
    addTitle(Icon::Plan, &Colors::second,
        tr("Operation of %n action(s)", nullptr, static_cast<int>(lines.size())));
    addReason(lines.first().entry);
    addActor(lines.first());
    addFact(tr("Batch"), QString::fromLatin1(lines.first().entry.batch.value()), true);
    addLine();
    for (const JournalLine &line : lines.first(std::min(lines.size(), mostJobs))) {
        addJob(line);
    }
    if (lines.size() > mostJobs)
        add(tr("and %n more", nullptr, static_cast<int>(lines.size() - mostJobs)), &Fonts::body, "third");
}

void JournalDetails::addJob(const JournalLine &line)
{
    auto *pair = new QVBoxLayout;
    pair->setSpacing(0);
    column()->addLayout(pair);
    pair->addWidget(add(displayText(line.entry.promptId.value()), &Fonts::mono));
    pair->addWidget(add(sentenceCase(actionTitle(line.entry.action)) + u": "_s + lookOf(line.outcome).word,
        &Fonts::small, "second"));
}

void JournalDetails::addChanges(const JournalEntry &entry)
{
    const QList<SnapshotChange> changes = changesBetween(entry.before, entry.after);
    if (changes.isEmpty())
        return;
    addLine();
    add(tr("Changed"), &Fonts::strong);
    for (const SnapshotChange &change : changes)
        addFact(change.name, u"%1 → %2"_s.arg(change.before, change.after));
    if (entry.before.expiresAt)
        addFact(tr("Expires"), exactMomentText(*entry.before.expiresAt));
}

/// As evidenceJson() writes it.
void JournalDetails::addEvidence(const QByteArray &json)
{
    const QJsonArray lines = QJsonDocument::fromJson(json).object().value("lines"_L1).toArray();
    if (lines.isEmpty())
        return;
    addLine();
    add(tr("Evidence"), &Fonts::strong);
    for (const auto &value : lines) {
        const QJsonObject line = value.toObject();
        add(tr("%1: %2", "source and its reading")
                .arg(shownText(line.value("source"_L1).toString()),
                    shownText(line.value("value"_L1).toString())),
            &Fonts::body);
        QStringList more;
        for (const QLatin1StringView name : {"at"_L1, "request"_L1, "detail"_L1}) {
            if (const QString text = line.value(name).toString(); !text.isEmpty())
                more.append(shownText(text));
        }
        if (!more.isEmpty())
            add(more.join(u'\n'), &Fonts::small, "second");
    }
}

void JournalDetails::addDocument(const QString &title, const std::optional<QByteArray> &bytes)
{
    if (!bytes)
        return;
    addLine();
    auto *row = new QHBoxLayout;
    auto *name = new QLabel(title, content());
    name->setFont(themes()->fonts().strong);
    row->addWidget(name, 1);
    row->addWidget(new CopyButton(
        themes(), [text = QString::fromUtf8(*bytes)] { return text; }, content()));
    column()->addLayout(row);
    // Wrapped where it is long: a document without blanks is one word.
    QString shown = cellText(*bytes, mostShown);
    add(shown.replace(u',', u",\u200b"_s), &Fonts::mono);
}

} // namespace emberwatch
