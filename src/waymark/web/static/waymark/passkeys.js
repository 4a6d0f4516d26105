// Passkeys: asks the site what the browser needs, lets the browser find or make one, and sends its answer as a form.
// Where there are no passkeys nothing happens: each page offers another way.

const decode = (text) => {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

const encode = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const known = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }))

async function find (options) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      allowCredentials: known(options.allowCredentials)
    }
  })
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response
  return answer(found, {
    clientDataJSON: encode(clientDataJSON),
    authenticatorData: encode(authenticatorData),
    signature: encode(signature),
    userHandle: userHandle ? encode(userHandle) : null
  })
}

async function make (options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: known(options.excludeCredentials)
    }
  })
  const { clientDataJSON, attestationObject } = made.response
  return answer(made, {
    clientDataJSON: encode(clientDataJSON),
    attestationObject: encode(attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : []
  })
}

function answer (credential, response) {
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  }
}

async function ask (form) {
  const body = new FormData()
  body.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
  const response = await fetch(form.dataset.wmOptions, { method: 'POST', body, redirect: 'error' })
  if (!response.ok) {
    throw new Error(`the site answered ${response.status}`)
  }
  return (await response.json()).publicKey
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const instead of document.querySelectorAll('[data-wm-without-passkeys]')) {
    instead.hidden = true
  }
  for (const form of document.querySelectorAll('[data-wm-passkey]')) {
    form.hidden = false
    const button = form.querySelector('button[type="submit"]')
    const problem = form.querySelector('[data-wm-passkey-error]')
    problem.setAttribute('role', 'alert')
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      problem.hidden = true
      button.disabled = true
      try {
        const options = await ask(form)
        const credential = await (form.dataset.wmPasskey === 'create' ? make(options) : find(options))
        form.elements.credential.value = JSON.stringify(credential)
        form.submit()
      } catch {
        problem.hidden = false
        button.disabled = false
        button.focus()
      }
    })
  }
}
