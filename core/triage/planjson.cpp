// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/triage/planjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr auto formatName = "emberwatch-plan"_L1;
constexpr int formatVersion = 1;

QString word(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

QJsonValue bytes(const QByteArray &value)
{
    return QString::fromLatin1(value.toBase64());
}

QJsonValue moment(Timestamp at)
{
    return qint64(at.time_since_epoch().count());
}

template <typename Value, typename Convert>
QJsonValue orNull(const std::optional<Value> &value, Convert convert)
{
    return value ? QJsonValue(convert(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonObject epochObject(const ServerEpoch &epoch)
{
    return {{u"address"_s, epoch.address}, {u"runId"_s, QString::fromLatin1(epoch.runId)},
        {u"replicationId"_s, QString::fromLatin1(epoch.replicationId)},
        {u"role"_s, QString::fromLatin1(epoch.role)}};
}

QJsonObject rowObject(const JudgedRow &row)
{
    return {{u"id"_s, row.id}, {u"status"_s, row.status}, {u"updatedAt"_s, row.updatedAt}};
}

/// What may be touched, and only as it was judged.
QJsonObject judgedObject(const PlannedAction &action)
{
    return {
        {u"value"_s, action.hasJudgedValue ? bytes(action.judgedValue) : QJsonValue(QJsonValue::Null)},
        {u"expiresAt"_s, orNull(action.judgedExpiry, moment)},
        {u"startedAt"_s, orNull(action.startedAt, [](qint64 at) { return QJsonValue(at); })},
        {u"row"_s, orNull(action.judgedRow, rowObject)},
        {u"epoch"_s, epochObject(action.epoch)},
        {u"at"_s, moment(action.judgedAt)},
    };
}

QJsonArray stepsArray(const QList<Step> &steps)
{
    QJsonArray array;
    for (const Step step : steps)
        array.append(word(wordOf(step)));
    return array;
}

QJsonObject actionObject(const PlannedAction &action)
{
    return {
        {u"promptId"_s, QString::fromLatin1(action.promptId.value().toPercentEncoding())},
        {u"type"_s, action.type},
        {u"userId"_s, action.userId},
        {u"clientId"_s, action.clientId},
        {u"serverUrl"_s, action.serverUrl},
        {u"verdict"_s, word(wordOf(action.verdict))},
        {u"quiet"_s, action.flags.isQuiet},
        {u"untracked"_s, action.flags.isUntracked},
        {u"unchecked"_s, action.flags.isUnchecked},
        {u"rule"_s, word(wordOf(action.rule))},
        {u"sentence"_s, action.sentence},
        {u"action"_s, word(wordOf(action.action))},
        {u"steps"_s, stepsArray(action.steps)},
        {u"reason"_s, action.reason},
        {u"expected"_s,
            orNull(
                action.expected, [](RecoveryOutcome outcome) { return QJsonValue(word(wordOf(outcome))); })},
        {u"nextLook"_s, orNull(action.nextLook, moment)},
        {u"ticked"_s, action.isTicked},
        {u"judged"_s, judgedObject(action)},
        {u"outputs"_s, orNull(action.outputs, bytes)},
        {u"error"_s, action.errorText},
    };
}

/// Reads the members of one object and remembers the first that is not as it has to be.
class Reader
{
public:
    explicit Reader(QJsonObject object)
        : m_object(std::move(object))
    {
    }

    [[nodiscard]] const QString &wrong() const { return m_wrong; }

    QString text(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isString())
            note(name);
        return value.toString();
    }
    bool flag(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isBool())
            note(name);
        return value.toBool();
    }
    QJsonObject object(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isObject())
            note(name);
        return value.toObject();
    }
    QJsonArray array(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isArray())
            note(name);
        return value.toArray();
    }
    std::optional<qint64> number(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (value.isNull())
            return std::nullopt;
        constexpr qint64 none = -1;
        const qint64 number = value.toInteger(none);
        if (number < 0)
            note(name);
        return number;
    }
    std::optional<Timestamp> optionalMoment(QLatin1StringView name)
    {
        const std::optional<qint64> milliseconds = number(name);
        if (!milliseconds)
            return std::nullopt;
        return Timestamp(std::chrono::milliseconds(*milliseconds));
    }
    Timestamp moment(QLatin1StringView name)
    {
        const std::optional<Timestamp> at = optionalMoment(name);
        if (!at)
            note(name);
        return at.value_or(Timestamp());
    }
    std::optional<QByteArray> bytes(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (value.isNull())
            return std::nullopt;
        const auto decoded = QByteArray::fromBase64Encoding(
            value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        if (!value.isString() || !decoded)
            note(name);
        return decoded.decoded;
    }
    template <typename Value>
    Value known(QLatin1StringView name, std::optional<Value> (*fromWord)(QByteArrayView))
    {
        const std::optional<Value> value = fromWord(m_object.value(name).toString().toLatin1());
        if (!value)
            note(name);
        return value.value_or(Value());
    }
    [[nodiscard]] bool isNull(QLatin1StringView name) const { return m_object.value(name).isNull(); }
    void note(const QString &name)
    {
        if (m_wrong.isEmpty())
            m_wrong = name;
    }

private:
    QJsonObject m_object;
    QString m_wrong;
};

ServerEpoch epochFrom(const QJsonObject &object)
{
    return {object.value("address"_L1).toString(), object.value("runId"_L1).toString().toLatin1(),
        object.value("replicationId"_L1).toString().toLatin1(),
        object.value("role"_L1).toString().toLatin1()};
}

JudgedRow rowFrom(Reader &reader)
{
    return {reader.text("id"_L1), reader.text("status"_L1), reader.text("updatedAt"_L1)};
}

void readJudged(PlannedAction &action, Reader &outer)
{
    Reader reader(outer.object("judged"_L1));
    const std::optional<QByteArray> value = reader.bytes("value"_L1);
    action.hasJudgedValue = value.has_value();
    action.judgedValue = value.value_or(QByteArray());
    action.judgedExpiry = reader.optionalMoment("expiresAt"_L1);
    action.startedAt = reader.number("startedAt"_L1);
    action.epoch = epochFrom(reader.object("epoch"_L1));
    action.judgedAt = reader.moment("at"_L1);
    if (!reader.isNull("row"_L1)) {
        Reader row(reader.object("row"_L1));
        action.judgedRow = rowFrom(row);
        if (!row.wrong().isEmpty())
            outer.note("judged.row."_L1 + row.wrong());
    }
    if (!reader.wrong().isEmpty())
        outer.note("judged."_L1 + reader.wrong());
}

void readSteps(PlannedAction &action, Reader &reader)
{
    for (const auto &value : reader.array("steps"_L1)) {
        if (const std::optional<Step> step = stepFromWord(value.toString().toLatin1()))
            action.steps.append(*step);
        else
            reader.note(u"steps"_s);
    }
}

PlannedAction actionFrom(Reader &reader)
{
    PlannedAction action;
    action.promptId = PromptId(QByteArray::fromPercentEncoding(reader.text("promptId"_L1).toLatin1()));
    action.type = reader.text("type"_L1);
    action.userId = reader.text("userId"_L1);
    action.clientId = reader.text("clientId"_L1);
    action.serverUrl = reader.text("serverUrl"_L1);
    action.verdict = reader.known("verdict"_L1, verdictFromWord);
    action.flags = {reader.flag("quiet"_L1), reader.flag("untracked"_L1), reader.flag("unchecked"_L1)};
    action.rule = reader.known("rule"_L1, tableRowFromWord);
    action.sentence = reader.text("sentence"_L1);
    action.action = reader.known("action"_L1, actionFromWord);
    readSteps(action, reader);
    action.reason = reader.text("reason"_L1);
    if (!reader.isNull("expected"_L1))
        action.expected = reader.known("expected"_L1, recoveryOutcomeFromWord);
    action.nextLook = reader.optionalMoment("nextLook"_L1);
    // What does nothing cannot be chosen, whoever wrote the file.
    action.isTicked = reader.flag("ticked"_L1) && action.canBeTicked();
    readJudged(action, reader);
    action.outputs = reader.bytes("outputs"_L1);
    action.errorText = reader.text("error"_L1);
    return action;
}

tl::unexpected<Error> notAPlan(const QString &why)
{
    return failure(Error::Kind::Parse, why);
}

} // namespace

QByteArray planJson(const Plan &plan)
{
    QJsonArray actions;
    for (const PlannedAction &action : plan.actions)
        actions.append(actionObject(action));
    const QJsonObject object{{u"format"_s, formatName}, {u"version"_s, formatVersion},
        {u"scope"_s, word(wordOf(plan.scope))}, {u"environment"_s, plan.environment},
        {u"madeAt"_s, moment(plan.madeAt)}, {u"actions"_s, actions}};
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

Result<Plan> planFromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (document.isNull())
        return notAPlan(u"no JSON: %1 at byte %2"_s.arg(error.errorString(), QString::number(error.offset)));
    const QJsonObject object = document.object();
    if (object.value("format"_L1).toString() != formatName)
        return notAPlan(u"no plan of Emberwatch (no \"format\": \"%1\")"_s.arg(formatName));
    const int version = object.value("version"_L1).toInt();
    if (version > formatVersion)
        return failure(Error::Kind::Conflict,
            u"a plan of version %1, made by a newer Emberwatch; this one reads version %2"_s.arg(
                QString::number(version), QString::number(formatVersion)));
    Reader reader(object);
    Plan plan;
    plan.scope = reader.known("scope"_L1, planScopeFromWord);
    plan.environment = reader.text("environment"_L1);
    plan.madeAt = reader.moment("madeAt"_L1);
    const QJsonArray actions = reader.array("actions"_L1);
    if (version < 1 || !reader.wrong().isEmpty())
        return notAPlan(u"\"%1\" is missing or wrong"_s.arg(version < 1 ? u"version"_s : reader.wrong()));
    for (qsizetype i = 0; i < actions.size(); ++i) {
        Reader one(actions[i].toObject());
        plan.actions.append(actionFrom(one));
        if (!one.wrong().isEmpty())
            return notAPlan(
                u"action %1: \"%2\" is missing or wrong"_s.arg(QString::number(i + 1), one.wrong()));
    }
    return plan;
}

} // namespace emberwatch
