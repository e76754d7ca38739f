// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/comfyui/jsonread.h"
#include "core/comfyui/queuesnapshot.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>

#include <vector>

namespace emberwatch::comfyui {

/// Reads the body of GET /queue as it streams. It carries every waiting workflow whole and may be a gigabyte:
/// only what a snapshot holds is kept, workflows of `withWorkflow` among it.
///
/// What is passed over is checked for its brackets and strings only. Errors: Parse (not JSON, ended in the
/// middle), Protocol (JSON of another shape). Extra members and extra elements of an item are tolerated.
class QueueScanner
{
public:
    explicit QueueScanner(QSet<PromptId> withWorkflow = {});

    [[nodiscard]] Result<void> feed(QByteArrayView bytes);
    /// After the last byte; once.
    [[nodiscard]] Result<QueueSnapshot> finish();

private:
    enum class Section : quint8
    {
        None,
        Running,
        Pending
    };

    [[nodiscard]] Result<void> takeOutside(char c);
    [[nodiscard]] Result<void> open(char bracket);
    [[nodiscard]] Result<void> close(char bracket);
    const char *takeString(const char *at, const char *end);
    void stringEnded();
    void separator();
    void keep(const char *begin, const char *end);
    void beginItem();
    void elementEnded();
    [[nodiscard]] Result<void> itemEnded();
    void readExtraData(const QByteArray &json, QueueItem &item);
    void readOutputs(const QByteArray &json, QueueItem &item);
    [[nodiscard]] bool isInItem() const { return m_section != Section::None && m_open.size() >= 3; }
    [[nodiscard]] bool isElementKept() const;

    QSet<PromptId> m_withWorkflow;
    std::vector<char> m_open; ///< brackets
    bool m_isInString = false;
    bool m_isEscaped = false;
    bool m_isEnded = false;
    QByteArray m_key; ///< of the root's member
    bool m_isKey = false; ///< a string at the root now would be a key
    Section m_section = Section::None;
    bool m_hasRunning = false;
    bool m_hasPending = false;
    int m_element = 0; ///< of the item
    bool m_isKept = false; ///< the element's bytes
    std::vector<QByteArray> m_elements;
    JsonReader m_reader;
    QueueSnapshot m_snapshot;
};

} // namespace emberwatch::comfyui
