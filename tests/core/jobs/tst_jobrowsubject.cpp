// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrowsubject.h"
#include "tests/support/feedsimulator.h"

#include <QtTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds fullTtl(FeedSimulator::fullTtl);

/// The filter's own reading of a row, which remembers nothing.
class PlainSubject : public filter::Subject
{
public:
    explicit PlainSubject(const JobRowSubject &subject)
        : m_subject(subject)
    {
    }
    [[nodiscard]] QByteArrayView text(filter::TextField field) const override
    {
        return m_subject.text(field);
    }
    [[nodiscard]] std::optional<double> number(filter::NumberField field) const override
    {
        return m_subject.number(field);
    }

private:
    const JobRowSubject &m_subject;
};

} // namespace

class TestJobRowSubject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAsTheFilterItself_data();
    void answersAsTheFilterItself();
    void forgetsTextsThatChanged();
    void findsUnreadableJobs();
};

void TestJobRowSubject::answersAsTheFilterItself_data()
{
    QTest::addColumn<QString>("filter");
    for (const char *text :
        {"gpu-2", "usr_2001", "a", "4f", "\"-\"", "4f-", "F", "id:*a", "id:a*", "id:odd*", "odd",
            "\"odd id 3\"", "server:gpu-1", "type:lora*", "status:failed", "user:USR_20010", "NOT lora",
            "unreadable", "progress<50", "age>10m silence<1s ttl>1h", "status:queued OR (gpu-3 -image)"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestJobRowSubject::answersAsTheFilterItself()
{
    QFETCH(const QString, filter);
    const filter::ParseResult parsed = filter::parse(filter);
    QVERIFY(!parsed.error);
    FeedSimulator feed(1, 50);
    feed.oddOneIn = 6;
    (void)feed.next(2000, 0, 0);
    JobRowSubject subject(feed.table(), fullTtl);
    subject.setTermCount(parsed.expression.termCount());
    subject.setNow(feed.now + 400);
    const PlainSubject plain(subject);
    for (int round = 0; round < 2; ++round) { // the second time from memory
        for (const JobSlot slot : feed.live()) {
            subject.setRow(feed.table().row(slot));
            QCOMPARE(parsed.expression.matches(subject), parsed.expression.matches(plain));
        }
    }
}

void TestJobRowSubject::forgetsTextsThatChanged()
{
    JobTable table;
    FeedBatch batch;
    batch.strings = {{1, "alpha"}};
    batch.upserts.resize(1);
    batch.upserts[0].user = 1;
    table.apply(batch);
    const filter::Expression expression = filter::parse(u"user:alpha"_s).expression;
    JobRowSubject subject(table, fullTtl);
    subject.setTermCount(expression.termCount());
    subject.setRow(table.row(0));
    QVERIFY(expression.matches(subject));

    batch.strings = {{1, "beta"}};
    table.apply(batch);
    subject.forget(batch.strings);
    QVERIFY(!expression.matches(subject));
}

void TestJobRowSubject::findsUnreadableJobs()
{
    JobTable table;
    FeedBatch batch;
    batch.upserts.resize(1);
    batch.upserts[0].unreadable = Unreadable::NotJson;
    table.apply(batch);
    JobRowSubject subject(table, fullTtl);
    subject.setRow(table.row(0));
    QVERIFY(filter::parse(u"status:unreadable"_s).expression.matches(subject));
    subject.setTermCount(1);
    QVERIFY(!filter::parse(u"status:queued"_s).expression.matches(subject));
    QVERIFY(!filter::parse(u"progress>=0"_s).expression.matches(subject));
}

QTEST_APPLESS_MAIN(TestJobRowSubject)
#include "tst_jobrowsubject.moc"
