// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/detailspane.h"

#include "core/base/timetext.h"
#include "ui/details/copymenu.h"
#include "ui/details/detailscards.h"
#include "ui/details/detailsheader.h"
#include "ui/details/documenttabs.h"
#include "ui/details/factlist.h"
#include "ui/details/jobfacts.h"
#include "ui/details/jobtimeline.h"
#include "ui/details/readpacer.h"
#include "ui/details/sourcelist.h"
#include "ui/theme/measures.h"
#include "ui/theme/themesource.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace emberwatch {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto sayCopiedFor = 2s;

/// Why a reading has no document; empty where it has one.
QString whyNoDocument(const JobReading &reading)
{
    if (!reading.exists)
        return DetailsPane::tr("The key was gone when its document was to be read.");
    if (reading.hasValue)
        return {};
    if (reading.redisType != "string")
        return DetailsPane::tr("The key holds a %1, not a string: no job is kept like that.")
            .arg(QString::fromLatin1(reading.redisType));
    return DetailsPane::tr("The document is too large to be read: %1.")
        .arg(QLocale().formattedDataSize(reading.size));
}

} // namespace

class DetailsPane::Private
{
public:
    Private(DetailsPane *pane, const ThemeSource *themes, JobSchema schema, Clock clock);

    void showNothing();
    void showJob(const JobDetails &newer);
    void showReading(const JobReading &newer);
    void showReadError(const PromptId &id, const Error &error);
    void showRemoval(RemovalCause cause);
    void showAges();
    void showState();

    DetailsPane *q;
    const ThemeSource *themes;
    JobSchema schema;
    Clock clock;

    std::optional<JobDetails> job;
    std::optional<JobReading> reading;
    std::optional<ReadFacts> read;
    Timestamp readAt; ///< our clock
    std::optional<Error> readError;
    ComfySighting sighting;
    RecordSighting record;
    std::optional<JobRemoval> removed;
    std::optional<Timestamp> staleSince;
    std::chrono::milliseconds serverMinusOurs{0};
    JobTimeline timeline;
    ReadPacer pacer;

    CopyMenu *copyMenu;
    QPushButton *actions;

private:
    void build();
    [[nodiscard]] QWidget *jobPage();
    [[nodiscard]] QWidget *nothingPage();
    void applyTheme();
    void startOver(const JobDetails &other);
    void showCards();
    void sayCopied(const QString &what);
    [[nodiscard]] Timestamp serverNow() const;
    [[nodiscard]] bool isMuted() const { return removed || staleSince; }

    DetailsHeader *header;
    QStackedWidget *stack;
    QLabel *nothing;
    DetailsCards *cards;
    SourceList *sources;
    FactList *facts;
    DocumentTabs *tabs;
    QLabel *foot;
    QPushButton *copyAs;
    QTimer ages;
    QTimer copiedShown;
};

DetailsPane::Private::Private(
    DetailsPane *pane, const ThemeSource *source, JobSchema jobSchema, Clock ourClock)
    : q(pane)
    , themes(source)
    , schema(std::move(jobSchema))
    , clock(std::move(ourClock))
    , copyMenu(new CopyMenu(schema.prefix, pane))
    , actions(new QPushButton(pane))
    , header(new DetailsHeader(source, pane))
    , stack(new QStackedWidget(pane))
    , nothing(new QLabel(pane))
    , cards(new DetailsCards(source, pane))
    , sources(new SourceList(source, pane))
    , facts(new FactList(source, pane))
    , tabs(new DocumentTabs(source, pane))
    , foot(new QLabel(pane))
    , copyAs(new QPushButton(pane))
{
    nothing->setObjectName("nothingSelected"_L1);
    foot->setObjectName("detailsFoot"_L1);
    copyAs->setObjectName("copyAs"_L1);
    build();
    applyTheme();

    ages.setInterval(1s);
    copiedShown.setSingleShot(true);
    copiedShown.setInterval(sayCopiedFor);
    QObject::connect(&ages, &QTimer::timeout, pane, [this] { showAges(); });
    QObject::connect(&copiedShown, &QTimer::timeout, pane, [this] { showAges(); });
    QObject::connect(source, &ThemeSource::themeChanged, pane, [this] { applyTheme(); });
    QObject::connect(header, &DetailsHeader::closeRequested, pane, &DetailsPane::closeRequested);
    QObject::connect(header, &DetailsHeader::copyRequested, copyMenu, &CopyMenu::copyPromptId);
    QObject::connect(header, &DetailsHeader::refreshRequested, pane, [this] {
        pacer.want(job->id);
        Q_EMIT q->refreshRequested();
    });
    QObject::connect(copyMenu, &CopyMenu::copied, pane, [this](const QString &what) { sayCopied(what); });
    QObject::connect(&pacer, &ReadPacer::readRequested, pane, &DetailsPane::readRequested);
}

void DetailsPane::Private::build()
{
    stack->addWidget(nothingPage());
    stack->addWidget(jobPage());
    auto *column = new QVBoxLayout(q);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(8);
    column->addWidget(header);
    column->addWidget(stack, 1);
}

QWidget *DetailsPane::Private::nothingPage()
{
    nothing->setTextFormat(Qt::PlainText);
    nothing->setWordWrap(true);
    nothing->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    nothing->setText(DetailsPane::tr("Select a job to see what is known about it."));
    return nothing;
}

QWidget *DetailsPane::Private::jobPage()
{
    auto *page = new QWidget(q);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(cards);
    const auto addLine = [page, column] {
        auto *line = new QFrame(page);
        line->setProperty("look", u"hairline"_s);
        column->addWidget(line);
    };
    addLine();
    column->addWidget(sources);
    addLine();
    column->addWidget(facts);
    column->addWidget(tabs, 1);

    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    foot->setTextFormat(Qt::PlainText);
    foot->setWordWrap(true);
    foot->setProperty("look", u"third"_s);
    //: A button with a menu
    copyAs->setText(DetailsPane::tr("Copy as") + u" ▾");
    copyAs->setIcon(themes->icon(Icon::Copy));
    copyAs->setIconSize(Measures::besideText(themes->measures().icon));
    copyAs->setMenu(copyMenu);
    //: A button with a menu: what may be done about the job
    actions->setText(DetailsPane::tr("Actions") + u" ▾");
    actions->setObjectName(u"jobActions"_s);
    actions->setVisible(false); // until there are some
    bottom->addWidget(foot, 1);
    bottom->addWidget(actions);
    bottom->addWidget(copyAs);
    column->addLayout(bottom);
    return page;
}

void DetailsPane::Private::applyTheme()
{
    foot->setFont(themes->fonts().small);
    QPalette palette = nothing->palette();
    palette.setColor(QPalette::WindowText, themes->colors().third);
    nothing->setPalette(palette);
}

Timestamp DetailsPane::Private::serverNow() const
{
    return (removed ? removed->at : staleSince.value_or(clock())) + serverMinusOurs;
}

void DetailsPane::Private::showNothing()
{
    job.reset();
    reading.reset();
    read.reset();
    removed.reset();
    readError.reset();
    sighting = {};
    timeline.clear();
    pacer.forget();
    ages.stop();
    copyMenu->setJob(std::nullopt);
    copyMenu->setReading(std::nullopt);
    header->setNoJob();
    stack->setCurrentIndex(0);
}

void DetailsPane::Private::startOver(const JobDetails &other)
{
    showNothing();
    job = other;
    copyMenu->setJob(job);
    tabs->setNoDocument(DetailsPane::tr("Reading the document."));
    stack->setCurrentIndex(1);
    ages.start();
}

void DetailsPane::Private::showJob(const JobDetails &newer)
{
    const bool isOther = !job || job->id != newer.id;
    const bool isNews = isOther || removed || *job != newer;
    if (isOther)
        startOver(newer);
    if (!isNews)
        return;
    removed.reset();
    job = newer;
    copyMenu->setJob(job);
    header->setJob(newer);
    timeline.add(newer, clock());
    tabs->setTimeline(timeline);
    pacer.want(newer.id);
    showState();
}

void DetailsPane::Private::showReading(const JobReading &newer)
{
    pacer.answered(newer.promptId);
    if (!job || job->id != newer.promptId)
        return;
    const bool isFirst = !reading || !reading->hasValue;
    readError.reset();
    readAt = clock();
    // What was there a moment ago is worth more than an empty pane; the feed will say that the job is gone.
    if (newer.exists || !reading) {
        reading = newer;
        read = readFactsOf(newer);
        copyMenu->setReading(reading);
        if (newer.hasValue)
            tabs->setDocument(newer.value, isFirst);
        else
            tabs->setNoDocument(whyNoDocument(newer));
    }
    showState();
}

void DetailsPane::Private::showReadError(const PromptId &id, const Error &error)
{
    pacer.answered(id);
    if (!job || job->id != id)
        return;
    readError = error;
    if (!reading)
        tabs->setNoDocument(DetailsPane::tr("The document has not been read."));
    showState();
}

void DetailsPane::Private::showRemoval(RemovalCause cause)
{
    if (removed)
        return;
    removed = JobRemoval{cause, clock()};
    pacer.forget();
    timeline.addRemoval(cause, removed->at);
    tabs->setTimeline(timeline);
    showState();
}

void DetailsPane::Private::showState()
{
    if (!job)
        return;
    header->setMuted(isMuted());
    sources->setMuted(isMuted());
    facts->setMuted(isMuted());
    tabs->setMuted(isMuted());
    showCards();
    showAges();
}

void DetailsPane::Private::showAges()
{
    if (!job)
        return;
    facts->setFacts(factsOf(*job, read, schema, serverNow()));
    sources->setLines(sourceLinesOf(*job, record, sighting, schema.fullTtl, serverNow(), clock()));
    if (staleSince)
        showCards();
    if (copiedShown.isActive())
        return;
    foot->setText(reading ? DetailsPane::tr("Read %1 ago").arg(durationText(clock() - readAt)) : QString());
}

void DetailsPane::Private::showCards()
{
    cards->say({*job, removed, staleSince, readError}, clock());
}

void DetailsPane::Private::sayCopied(const QString &what)
{
    foot->setText(DetailsPane::tr("Copied: %1").arg(what));
    copiedShown.start();
}

DetailsPane::DetailsPane(const ThemeSource *themes, JobSchema schema, Clock clock, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, themes, std::move(schema), std::move(clock)))
{
    setAccessibleName(tr("Details"));
    d->showNothing();
}

DetailsPane::~DetailsPane() = default;

std::optional<PromptId> DetailsPane::current() const
{
    return d->job ? std::optional(d->job->id) : std::nullopt;
}

void DetailsPane::setServerAddress(const QString &displayUrl)
{
    d->copyMenu->setServerAddress(displayUrl);
}

void DetailsPane::setActions(const QList<QAction *> &actions)
{
    auto *menu = new QMenu(d->actions);
    menu->addActions(actions);
    d->actions->setMenu(menu);
    d->actions->setVisible(true);
}

void DetailsPane::showNothing()
{
    d->showNothing();
}

void DetailsPane::showJob(const JobDetails &job)
{
    d->showJob(job);
}

void DetailsPane::showReading(const JobReading &reading)
{
    d->showReading(reading);
}

void DetailsPane::showReadError(const PromptId &id, const Error &error)
{
    d->showReadError(id, error);
}

void DetailsPane::showRemoval(const PromptId &id, RemovalCause cause)
{
    if (d->job && d->job->id == id)
        d->showRemoval(cause);
}

void DetailsPane::showSighting(const ComfySighting &sighting)
{
    d->sighting = sighting;
    d->showAges();
}

void DetailsPane::showRecord(const RecordSighting &sighting)
{
    d->record = sighting;
    d->showAges();
}

void DetailsPane::setStaleSince(std::optional<Timestamp> lastData)
{
    if (lastData == d->staleSince)
        return;
    const bool isBack = d->staleSince && !lastData;
    d->staleSince = lastData;
    d->showState();
    if (isBack && d->job && !d->removed)
        d->pacer.want(d->job->id);
}

void DetailsPane::setServerMinusOurClock(std::chrono::milliseconds difference)
{
    d->serverMinusOurs = difference;
    d->showAges();
}

} // namespace emberwatch
