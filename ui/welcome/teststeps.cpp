// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/teststeps.h"

#include "ui/theme/themesource.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

QString titleText(DiagnosisStep step)
{
    switch (step) {
    case DiagnosisStep::Reach:
        return TestSteps::tr("Reach");
    case DiagnosisStep::Tls:
        return TestSteps::tr("TLS");
    case DiagnosisStep::SignIn:
        return TestSteps::tr("Sign in");
    case DiagnosisStep::Server:
        return TestSteps::tr("Server");
    case DiagnosisStep::Clock:
        return TestSteps::tr("Clock");
    case DiagnosisStep::ReadJobs:
        return TestSteps::tr("Read jobs");
    case DiagnosisStep::LiveUpdates:
        return TestSteps::tr("Live updates");
    case DiagnosisStep::ChangeJobs:
        return TestSteps::tr("Change jobs");
    case DiagnosisStep::Values:
        return TestSteps::tr("Values");
    case DiagnosisStep::Expiry:
        break;
    }
    return TestSteps::tr("Expiry");
}

struct StateLook
{
    Icon icon;
    QColor Colors::*color;
    QString word;
};

StateLook lookOf(Finding::State state)
{
    switch (state) {
    case Finding::State::Ok:
        return {Icon::Completed, &Colors::completed, TestSteps::tr("fine")};
    case Finding::State::Off:
        return {Icon::Lock, &Colors::second, TestSteps::tr("off")};
    case Finding::State::Warning:
        return {Icon::Warning, &Colors::warning, TestSteps::tr("warning")};
    case Finding::State::Problem:
        return {Icon::Failed, &Colors::failed, TestSteps::tr("problem")};
    case Finding::State::Unknown:
        break;
    }
    return {Icon::Question, &Colors::third, TestSteps::tr("not known")};
}

bool saysMuch(const Finding &finding)
{
    const bool isAside = finding.step == DiagnosisStep::Server || finding.step == DiagnosisStep::Clock;
    return !isAside || finding.state == Finding::State::Warning || finding.state == Finding::State::Problem;
}

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    return label;
}

} // namespace

TestSteps::TestSteps(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
    connect(m_themes, &ThemeSource::themeChanged, this, &TestSteps::lookAnew);
}

void TestSteps::begin(bool hasTls)
{
    clear();
    m_expected = {DiagnosisStep::Reach, DiagnosisStep::SignIn, DiagnosisStep::ReadJobs,
        DiagnosisStep::LiveUpdates, DiagnosisStep::ChangeJobs};
    if (hasTls)
        m_expected.insert(1, DiagnosisStep::Tls);
    showPending();
}

void TestSteps::add(const Finding &finding)
{
    removePending();
    m_expected.removeOne(finding.step);
    if (saysMuch(finding)) {
        Row row;
        row.finding = finding;
        row.icon = new QLabel(this);
        row.title = plainLabel(titleText(finding.step), this);
        row.meaning = meaningOf(finding);
        const auto line = static_cast<int>(m_rows.size());
        m_grid->addWidget(row.icon, line, 0, Qt::AlignTop);
        m_grid->addWidget(row.title, line, 1, Qt::AlignTop);
        m_grid->addWidget(row.meaning, line, 2);
        m_rows.append(row);
        look(row);
    }
    showPending();
}

void TestSteps::finish()
{
    m_expected.clear();
    removePending();
}

void TestSteps::clear()
{
    finish();
    for (const Row &row : std::exchange(m_rows, {})) {
        delete row.icon;
        delete row.title;
        delete row.meaning;
    }
}

QString TestSteps::text() const
{
    QStringList lines;
    for (const Row &row : m_rows)
        lines += titleText(row.finding.step) + ": "_L1 + lookOf(row.finding.state).word + ", "_L1
            + row.finding.sentence;
    if (m_pending)
        lines += m_pending->text();
    return lines.join(u'\n');
}

void TestSteps::showPending()
{
    if (m_expected.isEmpty())
        return;
    const auto line = static_cast<int>(m_rows.size());
    m_pendingIcon = new QLabel(this);
    //: A step of a test that is under way: "Sign in ..."
    m_pending = plainLabel(tr("%1 ...").arg(titleText(m_expected.first())), this);
    m_pending->setProperty("look", u"third"_s);
    m_grid->addWidget(m_pendingIcon, line, 0);
    m_grid->addWidget(m_pending, line, 1);
    lookAnew();
}

void TestSteps::removePending()
{
    delete std::exchange(m_pendingIcon, nullptr);
    delete std::exchange(m_pending, nullptr);
}

QWidget *TestSteps::meaningOf(const Finding &finding)
{
    auto *meaning = new QWidget(this);
    auto *column = new QVBoxLayout(meaning);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *sentence = plainLabel(finding.sentence, meaning);
    sentence->setWordWrap(true);
    sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence->setAccessibleName(
        titleText(finding.step) + ", "_L1 + lookOf(finding.state).word + ", "_L1 + finding.sentence);
    if (finding.state == Finding::State::Ok)
        sentence->setProperty("look", u"second"_s);
    column->addWidget(sentence);
    const bool isWrong = finding.state == Finding::State::Problem || finding.state == Finding::State::Warning;
    if (isWrong && !finding.detail.isEmpty()) {
        auto *detail = plainLabel(finding.detail, meaning);
        detail->setWordWrap(true);
        detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
        detail->setProperty("look", u"third"_s);
        detail->setFont(m_themes->fonts().small);
        column->addWidget(detail);
    }
    if (!finding.remedy.isEmpty())
        addRemedy(meaning, finding.remedy);
    return meaning;
}

void TestSteps::addRemedy(QWidget *under, const QString &remedy)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    auto *text = plainLabel(remedy, under);
    text->setFont(m_themes->fonts().mono);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setProperty("look", u"second"_s);
    auto *copy = new QPushButton(under);
    copy->setIcon(m_themes->icon(Icon::Copy));
    copy->setProperty("look", u"quiet"_s);
    copy->setToolTip(tr("Copy what the server's administrator may run"));
    copy->setAccessibleName(copy->toolTip());
    connect(copy, &QPushButton::clicked, this, [remedy] { QGuiApplication::clipboard()->setText(remedy); });
    row->addWidget(text, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    static_cast<QVBoxLayout *>(under->layout())->addLayout(row);
}

void TestSteps::look(const Row &row) const
{
    const StateLook look = lookOf(row.finding.state);
    row.icon->setPixmap(m_themes->pixmap(
        look.icon, m_themes->colors().*look.color, m_themes->measures().icon, devicePixelRatioF()));
    row.icon->setToolTip(look.word);
    row.icon->setMinimumHeight(QFontMetrics(m_themes->fonts().body).height());
}

void TestSteps::lookAnew()
{
    for (const Row &row : m_rows)
        look(row);
    if (m_pendingIcon)
        m_pendingIcon->setPixmap(m_themes->pixmap(
            Icon::Connecting, m_themes->colors().third, m_themes->measures().icon, devicePixelRatioF()));
    m_grid->setColumnMinimumWidth(0, m_themes->measures().icon);
    // As wide as the longest title, so that the meanings stand in one column from the first on.
    m_grid->setColumnMinimumWidth(1,
        QFontMetrics(m_themes->fonts().body)
            .horizontalAdvance(titleText(DiagnosisStep::LiveUpdates) + "mm"_L1));
}

} // namespace emberwatch
