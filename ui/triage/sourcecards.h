// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/sourcecomparison.h"

#include <QWidget>

#include <array>
#include <chrono>

namespace emberwatch {

class SourceCard;
class ThemeSource;

/// Redis, the database and ComfyUI side by side, the same lines at the same height; what differs is tinted
/// and signed.
class SourceCards : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit SourceCards(const ThemeSource *themes, QWidget *parent = nullptr);
    ~SourceCards() override;

    void showJob(const JudgedJob &job);
    /// @param now             ours
    /// @param serverMinusOurs of Redis's clock
    void showAges(Timestamp now, std::chrono::milliseconds serverMinusOurs);
    void setStale(bool isStale);

private:
    std::array<SourceReading, 3> m_sources;
    std::array<SourceCard *, 3> m_cards{};
};

} // namespace emberwatch
