// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strongid.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace emberwatch {

/// Decides when to ask for a job's document: at once, but only one reading at a time and at most two a
/// second. What is wanted meanwhile is asked for afterwards.
class ReadPacer : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds pause{500};
    /// After this time an answer is no longer waited for.
    static constexpr std::chrono::seconds patience{10};

    explicit ReadPacer(QObject *parent = nullptr);

    void want(const PromptId &id);
    /// The answer for this job has come, whatever it was.
    void answered(const PromptId &id);
    /// Nothing is wanted any more; an answer that is under way is not waited for.
    void forget();
    [[nodiscard]] bool isWaiting() const { return m_asked.has_value(); }

Q_SIGNALS:
    void readRequested(const emberwatch::PromptId &id);

private:
    void askIfMay();

    QTimer m_pause;
    QTimer m_patience;
    std::optional<PromptId> m_wanted;
    std::optional<PromptId> m_asked;
};

} // namespace emberwatch
