// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operations/operationid.h"

#include <QCryptographicHash>

namespace emberwatch {

namespace {

constexpr auto algorithm = QCryptographicHash::Sha256;

void addField(QCryptographicHash &hash, const QByteArray &field)
{
    hash.addData(QByteArray::number(field.size()).append(':'));
    hash.addData(field);
}

} // namespace

OperationId operationIdOf(const OperationFacts &facts)
{
    QCryptographicHash hash(algorithm);
    addField(hash, "emberwatch operation 1");
    addField(hash, facts.key);
    addField(hash, facts.startedAt ? QByteArray::number(*facts.startedAt) : QByteArray("none"));
    addField(hash, facts.rule);
    addField(hash, QCryptographicHash::hash(facts.judgedBytes, algorithm).toHex());
    addField(hash, QByteArray::number(facts.earlierUndos));
    return OperationId(hash.result().toHex());
}

} // namespace emberwatch
