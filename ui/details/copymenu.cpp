// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/copymenu.h"

#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"
#include "core/json/jsonprettyprinter.h"
#include "ui/details/rediscommand.h"
#include "ui/details/statuslook.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStringList>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

/// As text where it is text, else with the bytes escaped that are not.
QString textOf(QByteArrayView bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : displayText(bytes);
}

} // namespace

CopyMenu::CopyMenu(QByteArray keyPrefix, QWidget *parent)
    : QMenu(parent)
    , m_keyPrefix(std::move(keyPrefix))
    , m_promptId(addEntry(tr("Prompt ID"), u"copyPromptId"_s, &CopyMenu::copyPromptId))
    , m_value(addEntry(tr("Value, byte for byte"), u"copyValue"_s, &CopyMenu::copyValue))
    , m_pretty(addEntry(tr("JSON, pretty-printed"), u"copyPretty"_s, &CopyMenu::copyPretty))
    , m_hex(addEntry(tr("Value in hexadecimal"), u"copyHex"_s, &CopyMenu::copyHex))
    , m_command(addEntry(tr("redis-cli command"), u"copyCommand"_s, &CopyMenu::copyCommand))
    , m_row(addEntry(tr("Row as text"), u"copyRow"_s, &CopyMenu::copyRow))
{
    setToolTipsVisible(true);
    enable();
}

QAction *CopyMenu::addEntry(const QString &text, const QString &name, void (CopyMenu::*copy)())
{
    QAction *entry = addAction(text, this, copy);
    entry->setObjectName(name);
    return entry;
}

void CopyMenu::setJob(const std::optional<JobDetails> &job)
{
    m_job = job;
    enable();
}

void CopyMenu::setReading(const std::optional<JobReading> &reading)
{
    m_reading = reading;
    enable();
}

void CopyMenu::enable()
{
    for (QAction *entry : {m_promptId, m_command, m_row})
        entry->setEnabled(m_job.has_value());
    const bool hasValue = m_reading && m_reading->hasValue;
    const bool isText = hasValue && m_reading->value.isValidUtf8();
    m_value->setEnabled(isText);
    m_pretty->setEnabled(isText);
    m_hex->setEnabled(hasValue);
    const QString why = !hasValue ? tr("The document has not been read.")
        : isText                  ? QString()
                                  : tr("The value is not text.");
    for (QAction *entry : {m_value, m_pretty})
        entry->setToolTip(why);
    m_hex->setToolTip(hasValue ? QString() : why);
}

void CopyMenu::put(const QString &text, const QAction *entry)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(entry->text());
}

void CopyMenu::copyPromptId()
{
    if (m_job)
        put(textOf(m_job->id.value()), m_promptId);
}

void CopyMenu::copyValue()
{
    put(QString::fromUtf8(m_reading->value), m_value);
}

void CopyMenu::copyPretty()
{
    const Result<JsonPretty> pretty = prettyJson(m_reading->value);
    // What is no JSON has no other form than its own.
    put(QString::fromUtf8(pretty ? pretty->text : m_reading->value), pretty ? m_pretty : m_value);
}

void CopyMenu::copyHex()
{
    put(QString::fromLatin1(m_reading->value.toHex(' ')), m_hex);
}

void CopyMenu::copyCommand()
{
    put(redisGetCommand(keyOf(m_keyPrefix, m_job->id), m_serverAddress), m_command);
}

void CopyMenu::copyRow()
{
    const StatusLook look = statusLook(m_job->status);
    QStringList cells{displayText(m_job->id.value()), look.word};
    cells += m_job->progress ? QString::number(*m_job->progress) + " %"_L1 : u"—"_s;
    for (const QByteArray &text : {m_job->type, m_job->user, m_job->server})
        cells += text.isEmpty() ? u"—"_s : displayText(text);
    cells += m_job->startedAt ? exactMomentText(*m_job->startedAt) : u"—"_s;
    cells += m_job->expiresAt ? exactMomentText(*m_job->expiresAt) : tr("never");
    put(cells.join(u'\t'), m_row);
}

} // namespace emberwatch
