// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/filterfield.h"

#include "ui/jobs/filtercolors.h"
#include "ui/theme/themesource.h"
#include "ui/widgets/steadylabel.h"
#include "ui/words/numbertext.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <algorithm>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int padding = 8;
constexpr qsizetype pastedAtLeast = 8; ///< characters that nobody types at once
constexpr qsizetype mostRemembered = 50;

/// One word without anything that the filter's syntax knows.
bool couldBeId(const QString &text)
{
    const auto isSyntax = [](QChar c) { return c.isSpace() || u":<>=()\"*?"_s.contains(c); };
    return !text.isEmpty() && std::none_of(text.begin(), text.end(), isSyntax);
}

} // namespace

FilterField::FilterField(const ThemeSource *themes, QWidget *parent)
    : QWidget(parent)
    , m_themes(themes)
    , m_edit(new QLineEdit(this))
    , m_words(new SteadyLabel(themes, this))
{
    setObjectName(u"filterField"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_edit->setObjectName(u"filter"_s);
    m_edit->setFrame(false);
    m_edit->setProperty("look", u"bare"_s);
    m_edit->setPlaceholderText(tr("Filter, or paste a prompt ID    ( / )"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->installEventFilter(this);
    m_words->setObjectName(u"filterWords"_s);
    m_words->setAlignment(Qt::AlignRight);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &FilterField::noticePaste);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterField::parse);
    connect(themes, &ThemeSource::themeChanged, this, &FilterField::lookAnew);
    lookAnew();
}

QString FilterField::text() const
{
    return m_edit->text();
}

void FilterField::setText(const QString &text)
{
    m_edit->setText(text);
}

void FilterField::setJobCount(qint64 matching, qint64 total, bool isFiltered)
{
    m_matching = matching;
    m_total = total;
    m_isFiltered = isFiltered;
    say();
}

void FilterField::setHistory(const QStringList &history)
{
    m_history = history;
    m_historyAt = -1;
}

void FilterField::takeFocus()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

bool FilterField::hasFieldFocus() const
{
    return m_edit->hasFocus();
}

bool FilterField::stepBack()
{
    if (!m_error)
        return false;
    m_edit->setText(m_goodText);
    return true;
}

QSize FilterField::sizeHint() const
{
    const int letter = QFontMetrics(m_themes->fonts().mono).horizontalAdvance(QLatin1Char('m'));
    return QSize(letter * 60, m_themes->measures().control);
}

QSize FilterField::minimumSizeHint() const
{
    const int letter = QFontMetrics(m_themes->fonts().mono).horizontalAdvance(QLatin1Char('m'));
    return QSize(letter * 24, m_themes->measures().control);
}

void FilterField::parse()
{
    const filter::ParseResult result = filter::parse(m_edit->text());
    m_error = result.error;
    m_tokens = result.tokens;
    color(m_tokens);
    m_lastText = m_edit->text();
    if (!m_error) {
        m_goodText = m_edit->text();
        m_expression = result.expression;
    }
    m_edit->setAccessibleDescription(m_error ? m_error->message : QString());
    say();
    update();
    if (!m_error)
        Q_EMIT expressionChanged();
}

void FilterField::noticePaste(const QString &text)
{
    m_historyAt = -1;
    const bool isPasted = text.size() - m_lastText.size() >= pastedAtLeast;
    if (const QString id = text.trimmed(); isPasted && couldBeId(id))
        Q_EMIT idPasted(id.toUtf8());
}

void FilterField::remember()
{
    const QString text = m_goodText.trimmed();
    if (text.isEmpty() || m_error)
        return;
    m_history.removeAll(text);
    m_history.prepend(text);
    m_history = m_history.mid(0, mostRemembered);
    m_historyAt = -1;
}

void FilterField::stepHistory(int by)
{
    const qsizetype to = std::clamp<qsizetype>(m_historyAt + by, -1, m_history.size() - 1);
    if (to == m_historyAt)
        return;
    if (m_historyAt == -1)
        m_draft = m_edit->text();
    m_historyAt = to;
    m_edit->setText(to == -1 ? m_draft : m_history.at(to));
}

void FilterField::color(const QList<filter::Token> &tokens)
{
    colorFilterText(m_edit, tokens, m_error, m_themes->colors());
}

void FilterField::say()
{
    if (m_error) {
        m_words->setLook(&Fonts::small, &Colors::failed);
        m_words->setText(
            tr("%1 · still %n job(s)", nullptr, static_cast<int>(m_matching)).arg(m_error->message));
    } else {
        m_words->setLook(&Fonts::small, &Colors::third);
        const QString all = tr("%1 job(s)", nullptr, static_cast<int>(m_total)).arg(numberText(m_total));
        m_words->setText(m_isFiltered ? tr("%1 of %2").arg(numberText(m_matching), all) : all);
    }
    arrange();
}

void FilterField::arrange()
{
    const int icon = m_themes->measures().icon;
    const int left = padding + icon + padding;
    const int room = width() - left - padding;
    const int text = QFontMetrics(m_themes->fonts().mono).horizontalAdvance(m_edit->text()) + 2 * padding;
    // What is being written comes first, but the words keep a third of the field.
    const int words = std::clamp(
        room - text, std::min(room / 3, m_words->sizeHint().width()), m_words->sizeHint().width());
    m_edit->setGeometry(left, 1, room - words - padding, height() - 2);
    m_words->setGeometry(width() - padding - words, 1, words, height() - 2);
}

void FilterField::lookAnew()
{
    m_edit->setFont(m_themes->fonts().mono);
    color(m_tokens);
    updateGeometry();
    arrange();
    update();
}

void FilterField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_themes->colors();
    const Measures &measures = m_themes->measures();
    const int line = m_edit->hasFocus() ? measures.focusRing : measures.border;
    painter.setPen(QPen(m_error ? colors.failed : m_edit->hasFocus() ? colors.accent : colors.outline, line));
    painter.setBrush(colors.base);
    const qreal inset = line / 2.0;
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(inset, inset, -inset, -inset), measures.corner, measures.corner);
    painter.drawPixmap(padding, (height() - measures.icon) / 2,
        m_themes->pixmap(Icon::Search, colors.third, measures.icon, devicePixelRatioF()));
}

void FilterField::resizeEvent(QResizeEvent *)
{
    arrange();
}

bool FilterField::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::FocusOut:
        remember();
        [[fallthrough]];
    case QEvent::FocusIn:
        update();
        break;
    case QEvent::KeyPress:
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
            stepHistory(1);
            return true;
        case Qt::Key_Down:
            stepHistory(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            remember();
            Q_EMIT accepted();
            return true;
        default:
            break;
        }
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace emberwatch
