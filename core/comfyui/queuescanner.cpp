// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/queuescanner.h"

#include "core/jobs/jsontext.h"

#include <string>

using namespace Qt::StringLiterals;

namespace emberwatch::comfyui {

namespace {

constexpr size_t deepest = 1000;
/// Elements of an item: [number, prompt_id, prompt, extra_data, outputs_to_execute, ...].
constexpr int idElement = 1;
constexpr int workflowElement = 2;
constexpr int extraElement = 3;
constexpr int outputsElement = 4;
constexpr qsizetype keyLimit = 64;

/// What has a meaning outside of strings.
constexpr bool isStructural(char c)
{
    return c == '"' || c == '{' || c == '}' || c == '[' || c == ']' || c == ',';
}

tl::unexpected<Error> notJson(const QString &what)
{
    return failure(Error::Kind::Parse, u"the queue is not JSON: "_s + what);
}

tl::unexpected<Error> otherShape(const QString &what)
{
    return failure(Error::Kind::Protocol, u"not a queue: "_s + what);
}

QByteArray unquoted(QByteArrayView json)
{
    if (json.size() < 2 || json.front() != '"')
        return json.toByteArray();
    std::string text;
    appendUnescaped(json.sliced(1, json.size() - 2), text);
    return QByteArray::fromStdString(text);
}

} // namespace

QueueScanner::QueueScanner(QSet<PromptId> withWorkflow)
    : m_withWorkflow(std::move(withWorkflow))
    , m_elements(outputsElement + 1)
{
}

Result<void> QueueScanner::feed(QByteArrayView bytes)
{
    const char *at = bytes.begin();
    const char *const end = bytes.end();
    while (at < end) {
        if (m_isInString) {
            at = takeString(at, end);
            continue;
        }
        const bool isPassedOver = isInItem() && !m_isKept && !isStructural(*at);
        const Result<void> taken = isPassedOver ? Result<void>() : takeOutside(*at);
        if (!taken)
            return taken;
        ++at;
    }
    return {};
}

/// The rest of a string, as far as it has come.
const char *QueueScanner::takeString(const char *at, const char *end)
{
    const char *const begin = at;
    while (at < end && m_isInString) {
        if (m_isEscaped)
            m_isEscaped = false;
        else if (*at == '\\')
            m_isEscaped = true;
        else if (*at == '"')
            m_isInString = false;
        ++at;
    }
    keep(begin, at);
    if (!m_isInString)
        stringEnded();
    return at;
}

void QueueScanner::stringEnded()
{
    if (m_open.size() == 1)
        m_isKey = false;
}

void QueueScanner::keep(const char *begin, const char *end)
{
    if (isInItem() && m_isKept)
        m_elements[static_cast<size_t>(m_element)].append(begin, end - begin);
    else if (m_isKey && m_isInString && m_key.size() < keyLimit)
        m_key.append(begin, end - begin);
    else if (m_isKey && m_key.size() < keyLimit)
        m_key.append(begin, end - begin - 1);
}

bool QueueScanner::isElementKept() const
{
    if (m_element > outputsElement)
        return false;
    return m_element != workflowElement
        || (!m_withWorkflow.isEmpty() && m_withWorkflow.contains(PromptId(unquoted(m_elements[idElement]))));
}

Result<void> QueueScanner::takeOutside(char c)
{
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        if (m_open.size() > 3) // inside of an element; a workflow stays as it is
            keep(&c, &c + 1);
        return {};
    }
    if (m_isEnded)
        return notJson(u"something follows its end"_s);
    if (m_open.empty() && c != '{')
        return notJson(u"it does not begin with a brace"_s);
    if (c == '{' || c == '[')
        return open(c);
    if (c == '}' || c == ']')
        return close(c);
    if (m_section != Section::None && m_open.size() == 2 && c != ',')
        return otherShape(u"an item is no array"_s);
    if (c == '"') {
        m_isInString = true;
        if (m_open.size() == 1 && m_isKey)
            m_key.clear();
    }
    if (c == ',')
        separator();
    const bool isSeparator = c == ',' && m_open.size() == 3;
    if (isInItem() && !isSeparator)
        keep(&c, &c + 1);
    return {};
}

void QueueScanner::separator()
{
    if (m_open.size() == 1)
        m_isKey = true;
    else if (isInItem() && m_open.size() == 3)
        elementEnded();
}

void QueueScanner::elementEnded()
{
    if (m_element <= outputsElement)
        ++m_element;
    m_isKept = isElementKept();
}

Result<void> QueueScanner::open(char bracket)
{
    if (m_open.size() >= deepest)
        return notJson(u"it is nested too deeply"_s);
    const bool isSectionMember = m_open.size() == 1 && (m_key == "queue_running" || m_key == "queue_pending");
    if (isSectionMember && bracket != '[')
        return otherShape(u"a list is no array"_s);
    if (isSectionMember) {
        m_section = m_key == "queue_running" ? Section::Running : Section::Pending;
        (m_section == Section::Running ? m_hasRunning : m_hasPending) = true;
    } else if (m_section != Section::None && m_open.size() == 2) {
        if (bracket != '[')
            return otherShape(u"an item is no array"_s);
        beginItem();
        m_open.push_back(bracket);
        return {};
    }
    m_isKey = m_open.empty();
    m_open.push_back(bracket);
    if (isInItem())
        keep(&bracket, &bracket + 1);
    return {};
}

Result<void> QueueScanner::close(char bracket)
{
    if (m_open.empty() || m_open.back() != (bracket == '}' ? '{' : '['))
        return notJson(u"brackets that do not match"_s);
    const bool isItemEnd = m_section != Section::None && m_open.size() == 3;
    if (isInItem() && !isItemEnd)
        keep(&bracket, &bracket + 1);
    m_open.pop_back();
    m_isEnded = m_open.empty();
    if (m_open.size() == 1)
        m_section = Section::None;
    return isItemEnd ? itemEnded() : Result<void>();
}

void QueueScanner::beginItem()
{
    m_element = 0;
    m_isKept = true;
    for (QByteArray &element : m_elements)
        element.clear();
}

Result<void> QueueScanner::itemEnded()
{
    if (m_elements[idElement].isEmpty())
        return otherShape(u"an item without prompt id"_s);
    QueueItem item;
    item.promptId = PromptId(unquoted(m_elements[idElement]));
    item.isRunning = m_section == Section::Running;
    item.number = isJsonNumber(m_elements[0]) ? jsonNumberValue(m_elements[0]) : 0;
    item.workflow = m_elements[workflowElement];
    readExtraData(m_elements[extraElement], item);
    readOutputs(m_elements[outputsElement], item);
    (item.isRunning ? m_snapshot.running : m_snapshot.pending).append(std::move(item));
    return {};
}

void QueueScanner::readExtraData(const QByteArray &json, QueueItem &item)
{
    const Result<JsonValue> extra = json.isEmpty() ? failure(Error::Kind::Parse, {}) : m_reader.read(json);
    if (!extra)
        return;
    item.clientId = text(member(*extra, "client_id"));
    item.marker = bytes(member(*extra, markerKey)).value_or(QByteArray());
    item.createdAt = moment(member(*extra, "create_time"));
}

void QueueScanner::readOutputs(const QByteArray &json, QueueItem &item)
{
    const Result<JsonValue> outputs = json.isEmpty() ? failure(Error::Kind::Parse, {}) : m_reader.read(json);
    simdjson::dom::array nodes;
    if (!outputs || outputs->get(nodes))
        return;
    for (const JsonValue node : nodes)
        item.outputsToExecute.append(bytes(node).value_or(QByteArray()));
}

Result<QueueSnapshot> QueueScanner::finish()
{
    if (!m_isEnded)
        return notJson(u"it ends in the middle"_s);
    if (!m_hasRunning || !m_hasPending)
        return otherShape(u"queue_running or queue_pending is missing"_s);
    sortByRunOrder(m_snapshot.pending);
    return std::move(m_snapshot);
}

} // namespace emberwatch::comfyui
