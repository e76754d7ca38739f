// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/records/schemamapping.h"

#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestSchemaMapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheProductionShapeByDefault();
    void wordsGoBothWays();
    void refuses_data();
    void refuses();
};

void TestSchemaMapping::isTheProductionShapeByDefault()
{
    const SchemaMapping mapping;
    QCOMPARE(mapping.table().text(), u"generation_jobs"_s);
    QCOMPARE(mapping.column(RecordColumn::PromptId).text(), u"external_job_id"_s);
    QCOMPARE(mapping.column(RecordColumn::Outputs).text(), u"output"_s);
    QCOMPARE(mapping.provider(), u"comfyui"_s);
    QCOMPARE(mapping.statusOf(u"cancelled"_s), RecordStatus::Cancelled);
    QCOMPARE(mapping.statusOf(u"paused"_s), std::nullopt);
}

void TestSchemaMapping::wordsGoBothWays()
{
    MappingText text;
    text.statusWords = {{u"queued"_s, {u"WAITING"_s, u"NEW"_s}}, {u"cancelled"_s, {}}};
    text.typeWords = {{u"image_generation"_s, u"IMAGE"_s}};
    text.columns = {{u"characterId"_s, QString()}, {u"promptId"_s, u"prompt"_s}};
    const SchemaMapping mapping = SchemaMapping::read(text).value();
    QCOMPARE(mapping.statusOf(u"NEW"_s), RecordStatus::Queued);
    QCOMPARE(mapping.wordsOf(RecordStatus::Queued).front(), u"WAITING"_s);
    QCOMPARE(mapping.wordsOf(RecordStatus::Cancelled), QStringList());
    QCOMPARE(mapping.typeForDatabase(u"image_generation"_s), u"IMAGE"_s);
    QCOMPARE(mapping.typeFromDatabase(u"IMAGE"_s), u"image_generation"_s);
    QCOMPARE(mapping.typeFromDatabase(u"new_type"_s), u"new_type"_s);
    QVERIFY(!mapping.has(RecordColumn::CharacterId));
    QCOMPARE(mapping.column(RecordColumn::PromptId).text(), u"prompt"_s);
}

void TestSchemaMapping::refuses_data()
{
    QTest::addColumn<MappingText>("text");
    QTest::addColumn<QString>("mentions");
    const auto row = [](const char *name, const QString &mentions, auto change) {
        MappingText text;
        change(text);
        QTest::newRow(name) << text << mentions;
    };
    row("a hostile table", u"table"_s, [](auto &text) { text.table = u"jobs; DROP TABLE users"_s; });
    row("a hostile schema", u"schema"_s, [](auto &text) { text.schema = u"public\".\"x"_s; });
    row("a hostile column", u"status"_s,
        [](auto &text) { text.columns[u"status"_s] = u"status\" = 'x' --"_s; });
    row("a hostile audit table", u"audit"_s, [](auto &text) { text.auditTable = u"a b"_s; });
    row("a hostile zone", u"zone"_s, [](auto &text) { text.timeZone = u"UTC' OR '1'='1"_s; });
    row("an unknown column", u"colour"_s, [](auto &text) { text.columns[u"colour"_s] = u"colour"_s; });
    row("no column for the id", u"id"_s, [](auto &text) { text.columns[u"id"_s] = QString(); });
    row("one column for two things", u"status"_s, [](auto &text) { text.columns[u"error"_s] = u"status"_s; });
    row("one word for two statuses", u"failed"_s,
        [](auto &text) { text.statusWords[u"cancelled"_s] = {u"failed"_s}; });
    row("no word for failed", u"failed"_s, [](auto &text) { text.statusWords[u"failed"_s] = QStringList(); });
    row("an unknown status", u"paused"_s, [](auto &text) { text.statusWords[u"paused"_s] = {u"p"_s}; });
    row("one table for both", u"audit"_s, [](auto &text) { text.auditTable = text.table; });
}

void TestSchemaMapping::refuses()
{
    QFETCH(const MappingText, text);
    QFETCH(const QString, mentions);
    const Result<SchemaMapping> mapping = SchemaMapping::read(text);
    QVERIFY(!mapping);
    QCOMPARE(mapping.error().kind, Error::Kind::Invalid);
    QVERIFY2(mapping.error().message.contains(mentions), qPrintable(mapping.error().message));
}

QTEST_GUILESS_MAIN(TestSchemaMapping)
#include "tst_schemamapping.moc"
