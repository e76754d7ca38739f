// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/welcomepage.h"

#include "ui/theme/themesource.h"
#include "ui/welcome/connectcard.h"
#include "ui/welcome/offercard.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int logoSize = 48;
constexpr double nameScale = 1.7; ///< of the body font
constexpr double roomAbove = 0.14; ///< of the page's height
constexpr int columnFigures = 108; ///< how wide the column gets

} // namespace

class WelcomePage::Private
{
public:
    Private(WelcomePage *page, const ThemeSource *themes, WelcomeOffers offers);

    WelcomePage *q;
    const ThemeSource *themes;
    WelcomeOffers offers;
    QVBoxLayout *down = nullptr;
    /// Follows the page, not its content: what a test finds out moves nothing above it.
    QSpacerItem *above = new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Maximum);
    QWidget *column;
    QLabel *logo;
    QLabel *name;
    QLabel *sentence;
    ConnectCard *card;
    OfferCard *demo = nullptr;
    OfferCard *environment = nullptr;
    QLabel *foot;

private:
    void build();
    [[nodiscard]] QLayout *title();
    [[nodiscard]] QLayout *cards();
    void makeDemo();
    void makeEnvironment();
    void lookAnew();
};

WelcomePage::Private::Private(WelcomePage *page, const ThemeSource *source, WelcomeOffers whatIsThere)
    : q(page)
    , themes(source)
    , offers(std::move(whatIsThere))
    , column(new QWidget)
    , logo(new QLabel(column))
    , name(new QLabel(u"Emberwatch"_s, column))
    , sentence(new QLabel(
          WelcomePage::tr(
              "See every generation job that still glows, and bring back what can be brought back."),
          column))
    , card(new ConnectCard(source, column))
    , foot(new QLabel(WelcomePage::tr("No account, no telemetry. Works offline."), column))
{
    makeDemo();
    makeEnvironment();
    build();
    lookAnew();
    QObject::connect(source, &ThemeSource::themeChanged, page, [this] { lookAnew(); });
    QObject::connect(card, &ConnectCard::testRequested, page, &WelcomePage::testRequested);
    QObject::connect(card, &ConnectCard::testCancelled, page, &WelcomePage::testCancelled);
    QObject::connect(card, &ConnectCard::connectRequested, page, &WelcomePage::connectRequested);
}

void WelcomePage::Private::makeDemo()
{
    if (!offers.hasDemo)
        return;
    demo = new OfferCard(themes,
        {Icon::Sun, WelcomePage::tr("Try the demo world"),
            WelcomePage::tr("A private Redis with a few hundred simulated jobs. Touches nothing of yours."),
            WelcomePage::tr("Open the demo"), QKeySequence(Qt::ALT | Qt::Key_D)},
        column);
    demo->button()->setObjectName("openDemo"_L1);
    QObject::connect(demo, &OfferCard::chosen, q, [this] {
        demo->sayText();
        demo->setPossible(false);
        Q_EMIT q->demoRequested();
    });
}

void WelcomePage::Private::makeEnvironment()
{
    if (offers.redisUrl.isEmpty() && offers.redisUrlProblem.isEmpty())
        return;
    environment = new OfferCard(themes,
        {Icon::Palette, WelcomePage::tr("Use REDIS_URL"),
            WelcomePage::tr("Found in the environment: %1. The password stays where it is.")
                .arg(offers.redisUrl),
            WelcomePage::tr("Open it"), QKeySequence(Qt::ALT | Qt::Key_U)},
        column);
    environment->button()->setObjectName("openRedisUrl"_L1);
    if (!offers.redisUrlProblem.isEmpty()) {
        environment->sayProblem(
            WelcomePage::tr("It is set, but cannot be read. %1.").arg(offers.redisUrlProblem));
        environment->setPossible(false);
    }
    QObject::connect(environment, &OfferCard::chosen, q, &WelcomePage::redisUrlRequested);
}

void WelcomePage::Private::build()
{
    for (QLabel *label : {name, sentence, foot})
        label->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    sentence->setProperty("look", u"second"_s);
    foot->setProperty("look", u"third"_s);

    auto *inside = new QVBoxLayout(column);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(12);
    inside->addLayout(title());
    inside->addSpacing(12);
    inside->addWidget(card);
    inside->addLayout(cards());
    inside->addSpacing(4);
    inside->addWidget(foot);

    auto *content = new QWidget;
    auto *across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(column, 100);
    across->addStretch(1);
    down = new QVBoxLayout(content);
    down->setContentsMargins(16, 16, 16, 16);
    down->addSpacerItem(above);
    down->addLayout(across);
    down->addStretch(1);

    auto *scroll = new QScrollArea(q);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto *page = new QVBoxLayout(q);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(scroll);
}

QLayout *WelcomePage::Private::title()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(name);
    words->addWidget(sentence);
    row->addWidget(logo, 0, Qt::AlignVCenter);
    row->addLayout(words, 1);
    return row;
}

QLayout *WelcomePage::Private::cards()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    for (OfferCard *offer : {demo, environment}) {
        if (offer)
            row->addWidget(offer, 1);
    }
    return row;
}

void WelcomePage::Private::lookAnew()
{
    logo->setPixmap(
        themes->pixmap(Icon::Application, themes->colors().text, logoSize, q->devicePixelRatioF()));
    QFont large = themes->fonts().heading;
    large.setPointSizeF(themes->fonts().body.pointSizeF() * nameScale);
    name->setFont(large);
    foot->setFont(themes->fonts().small);
    const QFontMetrics metrics(themes->fonts().body);
    column->setMaximumWidth(metrics.horizontalAdvance(u'0') * columnFigures);
}

WelcomePage::WelcomePage(const ThemeSource *themes, WelcomeOffers offers, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this, themes, std::move(offers)))
{
    setAccessibleName(tr("Welcome"));
    setFocusProxy(d->card->findChild<QWidget *>(u"address"_s));
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    d->above->changeSize(
        0, static_cast<int>(height() * roomAbove), QSizePolicy::Minimum, QSizePolicy::Maximum);
    d->down->invalidate();
}

void WelcomePage::setAddress(const QString &url)
{
    d->card->setAddress(url);
}

void WelcomePage::showFinding(const Finding &finding)
{
    d->card->showFinding(finding);
}

void WelcomePage::showTestFinished()
{
    d->card->showTestFinished();
}

void WelcomePage::showConnectError(const Error &error)
{
    d->card->showConnectError(error);
}

void WelcomePage::showDemoError(const Error &error)
{
    if (!d->demo)
        return;
    d->demo->setPossible(true);
    d->demo->sayProblem(tr("The demo world did not start. %1.").arg(error.message));
}

void WelcomePage::showReady()
{
    d->card->showReady();
    if (d->demo)
        d->demo->setPossible(true);
}

} // namespace emberwatch
